/**
 * What surrounds the forced aligner's network: its words, the repair of its times, and the way back
 * to the transcript.
 */
package dev.hark.engine.align;
