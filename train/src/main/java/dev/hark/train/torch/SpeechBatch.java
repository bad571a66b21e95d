package dev.hark.train.torch;

import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AsrConfig;
import dev.hark.model.text.Prompt;
import java.util.List;

/**
 * Utterances ready to learn from: everything that can be prepared without libtorch, on any thread.
 */
public final class SpeechBatch {
  private final List<SpeechExample> examples;
  private final AudioBatch audio;
  private final TokenBatch tokens;
  private final CtcTargets ctc;

  private SpeechBatch(
      List<SpeechExample> examples, AudioBatch audio, TokenBatch tokens, CtcTargets ctc) {
    this.examples = examples;
    this.audio = audio;
    this.tokens = tokens;
    this.ctc = ctc;
  }

  /** Puts utterances together. */
  public static SpeechBatch of(List<SpeechExample> examples, AsrConfig config) {
    List<MelSpectrogram> mels = examples.stream().map(SpeechExample::mel).toList();
    List<Prompt> prompts = examples.stream().map(SpeechExample::prompt).toList();
    AudioBatch audio = AudioBatch.of(mels, config.audio());
    return new SpeechBatch(
        List.copyOf(examples),
        audio,
        TokenBatch.teaching(prompts, examples.stream().map(SpeechExample::answer).toList()),
        CtcTargets.of(audio.tokens(), examples.stream().map(SpeechExample::spoken).toList()));
  }

  /** The utterances. */
  public List<SpeechExample> examples() {
    return examples;
  }

  AudioBatch audio() {
    return audio;
  }

  TokenBatch tokens() {
    return tokens;
  }

  CtcTargets ctc() {
    return ctc;
  }

  /** Answer tokens, over which the loss is a mean. */
  public int answerTokens() {
    return tokens.targets().length;
  }
}
