package dev.hark.train.data;

/**
 * A stretch in which somebody speaks, in seconds from the start of its clip.
 *
 * @param start where it begins
 * @param end where it ends, behind its beginning
 */
public record SpeechSpan(double start, double end) {}
