/** Live sessions: turns, segments that grow, steps, and what is stable. */
package dev.hark.engine.stream;
