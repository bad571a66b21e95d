package dev.hark.train.synth;

import dev.hark.train.data.TimedWord;
import java.util.List;

/**
 * What a synthesiser said.
 *
 * @param samples at 16 kHz
 * @param words when each word is said; empty if the synthesiser does not tell
 */
@SuppressWarnings("ArrayRecordComponent")
record Speech(float[] samples, List<TimedWord> words) {}
