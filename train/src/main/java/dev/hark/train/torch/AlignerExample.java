package dev.hark.train.torch;

import dev.hark.audio.MelSpectrogram;
import dev.hark.model.text.Prompt;
import java.util.List;

/**
 * One utterance as a forced aligner reads it.
 *
 * @param id names it in messages
 * @param mel its features
 * @param input the audio, then words, with slots behind some of them
 * @param slots positions of the slots in the input
 * @param classes the time at each slot, in classes
 * @param millis the same in milliseconds
 * @param words the words as text
 */
@SuppressWarnings("ArrayRecordComponent")
public record AlignerExample(
    String id,
    MelSpectrogram mel,
    Prompt input,
    int[] slots,
    int[] classes,
    double[] millis,
    List<String> words) {}
