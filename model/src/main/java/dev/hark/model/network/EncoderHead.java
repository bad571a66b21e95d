package dev.hark.model.network;

import dev.hark.model.HeadConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A small classifier on the audio embeddings, beside the decoder: layer normalisation, a hidden
 * layer on every token, the mean over a clip if the head judges clips, and a score for each label.
 */
public final class EncoderHead {
  private static final float EPSILON = 1e-5f;

  private final HeadConfig config;
  private final Norm norm;
  private final Linear hidden;
  private final Linear out;

  /**
   * A head.
   *
   * @param inputs width of the audio embeddings
   */
  public EncoderHead(HeadConfig config, int inputs) {
    String prefix = "heads." + config.name() + ".";
    int labels = config.labels().size();
    this.config = config;
    this.norm = new Norm(prefix + "norm", inputs, EPSILON);
    this.hidden = new Linear(prefix + "hidden", inputs, config.width(), true, Linear.Role.HEAD);
    this.out = new Linear(prefix + "out", config.width(), labels, true, Linear.Role.HEAD);
  }

  /** Names and shapes of the parameters, in reading order. */
  public Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(norm.weight(), new long[] {norm.size()});
    shapes.put(norm.bias(), new long[] {norm.size()});
    for (Linear layer : new Linear[] {hidden, out}) {
      shapes.put(layer.weight(), new long[] {layer.outputs(), layer.inputs()});
      shapes.put(layer.biasName(), new long[] {layer.outputs()});
    }
    return shapes;
  }

  /**
   * Scores before softmax (clips) or the logistic function (tokens).
   *
   * @param audio embeddings of all clips, one clip after the other: {@code [tokens, inputs]}
   * @param pooling {@code [clips, tokens]}, in each row one over the clip's tokens where they are,
   *     else 0
   * @return {@code [clips, labels]} of a head for clips, {@code [tokens, labels]} of one for tokens
   */
  public <T> T scores(Ops<T> ops, T audio, T pooling) {
    T heard = ops.gelu(ops.linear(ops.layerNorm(audio, norm), hidden));
    return switch (config.kind()) {
      case CLIP -> ops.linear(ops.matmul(pooling, heard), out);
      case TOKEN -> ops.linear(heard, out);
    };
  }
}
