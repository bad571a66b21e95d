package dev.hark.engine.align;

/**
 * A word as a reader sees it: an aligned unit with its capitals and the punctuation that clings to
 * it.
 *
 * @param text the word, without white space around it
 * @param start index of its first character in the transcript, in {@code char}s
 * @param end index after its last character
 */
public record TranscriptWord(String text, int start, int end) {}
