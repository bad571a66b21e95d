/** The public API: transcribers, aligners and their results. */
package dev.hark.engine;
