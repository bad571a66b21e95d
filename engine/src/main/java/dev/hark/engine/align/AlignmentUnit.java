package dev.hark.engine.align;

/**
 * A word as the forced aligner is asked about it.
 *
 * @param text the characters the model reads: letters, digits and apostrophes only
 * @param start index in the transcript of the first of these characters, in {@code char}s
 * @param end index after the last of these characters
 */
public record AlignmentUnit(String text, int start, int end) {}
