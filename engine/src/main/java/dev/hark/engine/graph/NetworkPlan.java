package dev.hark.engine.graph;

import dev.hark.engine.synthetic.SyntheticModel;
import dev.hark.model.AlignerConfig;
import dev.hark.model.AsrConfig;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.Checkpoint;
import dev.hark.model.ModelConfig;
import dev.hark.model.TextDecoderConfig;
import dev.hark.model.TextModelConfig;
import dev.hark.model.network.TextDecoder;
import dev.hark.model.network.Weights;
import java.util.Optional;

/**
 * Which networks a model has and where their weights come from.
 *
 * @param contentKey identifies configuration and weights, for the cache of compiled networks
 * @param audio dimensions of the audio encoder, if the model hears
 * @param text dimensions of the decoder
 * @param head name of the head's weight without {@code ".weight"}
 * @param classes outputs of the head
 */
public record NetworkPlan(
    String contentKey,
    Optional<AudioEncoderConfig> audio,
    TextDecoderConfig text,
    String head,
    int classes,
    Weights weights) {
  static final String DECODER_PREFIX = "model.language_model.";

  /** Name of the embedding's weight. */
  public static final String EMBEDDING = DECODER_PREFIX + "embed_tokens.weight";

  private static final String TIED_HEAD = DECODER_PREFIX + "embed_tokens";

  /** The networks of a checkpoint, which must stay open while the plan is in use. */
  public static NetworkPlan of(Checkpoint checkpoint) {
    ModelConfig config = checkpoint.config();
    TextDecoderConfig text = config.text();
    String head = text.tiedHead() ? TIED_HEAD : "lm_head";
    Weights weights = checkpoint;
    String key = checkpoint.contentKey();
    return switch (config) {
      case AsrConfig asr ->
          new NetworkPlan(
              key, Optional.of(asr.audio()), text, head, text.vocabularySize(), weights);
      case AlignerConfig aligner ->
          new NetworkPlan(
              key, Optional.of(aligner.audio()), text, "score", aligner.classes(), weights);
      case TextModelConfig _ ->
          new NetworkPlan(key, Optional.empty(), text, head, text.vocabularySize(), weights);
    };
  }

  /** Networks of random weights. */
  public static NetworkPlan of(SyntheticModel model) {
    return new NetworkPlan(
        "synthetic-" + model.label(),
        Optional.of(model.audio()),
        model.text(),
        TIED_HEAD,
        model.text().vocabularySize(),
        model.weights());
  }

  TextDecoder decoder() {
    return new TextDecoder(text, DECODER_PREFIX, head, classes);
  }
}
