package dev.hark.train.torch;

import dev.hark.model.AlignerConfig;
import java.util.List;

/** Utterances for a forced aligner, prepared without libtorch, on any thread. */
public final class AlignerBatch {
  private final List<AlignerExample> examples;
  private final AudioBatch audio;
  private final TokenBatch tokens;

  private AlignerBatch(List<AlignerExample> examples, AudioBatch audio, TokenBatch tokens) {
    this.examples = examples;
    this.audio = audio;
    this.tokens = tokens;
  }

  /** Puts utterances together. */
  public static AlignerBatch of(List<AlignerExample> examples, AlignerConfig config) {
    return new AlignerBatch(
        List.copyOf(examples),
        AudioBatch.of(examples.stream().map(AlignerExample::mel).toList(), config.audio()),
        TokenBatch.asking(
            examples.stream().map(AlignerExample::input).toList(),
            examples.stream().map(AlignerExample::slots).toList(),
            examples.stream().map(AlignerExample::classes).toList()));
  }

  /** The utterances. */
  public List<AlignerExample> examples() {
    return examples;
  }

  AudioBatch audio() {
    return audio;
  }

  TokenBatch tokens() {
    return tokens;
  }
}
