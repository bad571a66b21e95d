package dev.hark.train.data;

import java.util.List;

/**
 * An utterance and when its words are said.
 *
 * @param words in order; empty if it is not known of all of them
 */
public record TimedExample(Example example, List<TimedWord> words) {}
