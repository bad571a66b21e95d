package dev.hark.train.synth;

/**
 * A phrase as it is to be said.
 *
 * @param rate 1 for the voice's usual rate, 2 for twice as fast
 * @param pitch from 0, low, to 1, high; 0.5 for the voice's usual pitch
 * @param gapMillis further pause between words, where the synthesiser offers it
 */
record Utterance(Phrase phrase, Voice voice, double rate, double pitch, int gapMillis) {}
