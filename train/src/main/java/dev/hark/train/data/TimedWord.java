package dev.hark.train.data;

/**
 * A word and when it is said, in seconds from the start of its clip.
 *
 * @param start where it begins
 * @param end where it ends, not before it begins
 */
public record TimedWord(String text, double start, double end) {}
