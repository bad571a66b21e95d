package dev.hark.train.torch;

import dev.hark.audio.MelSpectrogram;
import dev.hark.model.text.Prompt;

/**
 * An utterance as it was before it was changed for training.
 *
 * @param mel its features
 * @param prompt what comes before the answer, with as many audio tokens as these features have
 * @param recurring whether the same features come again in later rounds
 */
public record CleanSpeech(MelSpectrogram mel, Prompt prompt, boolean recurring) {}
