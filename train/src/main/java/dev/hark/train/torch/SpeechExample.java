package dev.hark.train.torch;

import dev.hark.audio.MelSpectrogram;
import dev.hark.model.text.Prompt;
import java.util.Optional;

/**
 * One utterance as the network reads it.
 *
 * @param id names it in messages
 * @param mel its features
 * @param prompt what comes before the answer, audio included
 * @param answer what the model shall write, the end token included
 * @param spoken the tokens of the answer's text alone
 * @param text the answer as text
 * @param clean the utterance before it was changed, for objectives that ask for it
 * @param labels what heads are to find
 */
@SuppressWarnings("ArrayRecordComponent")
public record SpeechExample(
    String id,
    MelSpectrogram mel,
    Prompt prompt,
    int[] answer,
    int[] spoken,
    String text,
    Optional<CleanSpeech> clean,
    HeadLabels labels) {
  /** An utterance for heads of which nothing is known. */
  public SpeechExample(
      String id,
      MelSpectrogram mel,
      Prompt prompt,
      int[] answer,
      int[] spoken,
      String text,
      Optional<CleanSpeech> clean) {
    this(id, mel, prompt, answer, spoken, text, clean, HeadLabels.UNKNOWN);
  }

  /** An utterance of which nobody asks what it was before. */
  public SpeechExample(
      String id, MelSpectrogram mel, Prompt prompt, int[] answer, int[] spoken, String text) {
    this(id, mel, prompt, answer, spoken, text, Optional.empty());
  }
}
