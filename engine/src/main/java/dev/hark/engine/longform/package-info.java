/** Recordings of any length: cut at pauses, decoded piece by piece, joined without a gap. */
package dev.hark.engine.longform;
