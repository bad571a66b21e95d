package dev.hark.train.torch;

import dev.hark.audio.MelSpectrogram;
import dev.hark.model.text.Prompt;

/**
 * One utterance as the network reads it.
 *
 * @param id names it in messages
 * @param mel its features
 * @param prompt what comes before the answer, audio included
 * @param answer what the model shall write, the end token included
 * @param spoken the tokens of the answer's text alone
 * @param text the answer as text
 */
@SuppressWarnings("ArrayRecordComponent")
public record SpeechExample(
    String id, MelSpectrogram mel, Prompt prompt, int[] answer, int[] spoken, String text) {}
