package dev.hark.model.network;

import dev.hark.model.TextDecoderConfig;
import dev.hark.model.network.Linear.Role;
import dev.hark.model.network.Ops.Residual;
import java.util.List;

/**
 * The Qwen3 decoder: pre-norm layers of causal grouped-query attention with normalised heads and
 * rotary positions, and gated feed-forward. It serves speech recognition, the forced aligner and
 * text models, which differ in the head. Source: Qwen3 technical report, section 2.
 */
public final class TextDecoder {
  private final TextDecoderConfig config;
  private final String prefix;
  private final Linear head;

  /**
   * A decoder over the tensors of one checkpoint.
   *
   * @param prefix what the decoder's tensor names start with, such as {@code
   *     "model.language_model."}
   * @param head name of the head's weight without {@code ".weight"}; the embedding's when tied
   * @param classes outputs of the head
   */
  public TextDecoder(TextDecoderConfig config, String prefix, String head, int classes) {
    this.config = config;
    this.prefix = prefix;
    this.head = new Linear(head, config.hiddenSize(), classes, false, Role.HEAD);
  }

  /**
   * Continues sequences whose earlier positions are in the cache.
   *
   * @param embeddings {@code [b, t, hidden]}
   * @param outputRows {@code [n]}: positions of the flattened {@code [b * t]} whose scores are
   *     wanted
   * @return scores {@code [n, classes]}
   */
  public <T> T forward(Ops<T> ops, T embeddings, T outputRows) {
    T sum = embeddings;
    T h = ops.rmsNorm(sum, norm(prefix + "layers.0.input_layernorm"));
    for (int layer = 0; layer < config.layers(); layer++) {
      String name = prefix + "layers." + layer + ".";
      T attended = attention(ops, h, name + "self_attn.", layer);
      if (layer + 1 == config.layers()) {
        // What follows works on each position by itself: only the wanted ones are worth it.
        attended = wanted(ops, attended, config.heads() * config.headDim(), outputRows);
        sum = wanted(ops, sum, config.hiddenSize(), outputRows);
      }
      attended = ops.linear(attended, outputProjection(name + "self_attn.o_proj"));
      Residual<T> inner = ops.addRmsNorm(sum, attended, norm(name + "post_attention_layernorm"));
      T fed = feedForward(ops, inner.normalised(), name + "mlp.");
      String next =
          layer + 1 < config.layers()
              ? prefix + "layers." + (layer + 1) + ".input_layernorm"
              : prefix + "norm";
      Residual<T> outer = ops.addRmsNorm(inner.sum(), fed, norm(next));
      sum = outer.sum();
      h = outer.normalised();
    }
    return ops.linear(h, head);
  }

  /** The wanted positions of {@code [b, t, width]}: {@code [n, width]}. */
  private static <T> T wanted(Ops<T> ops, T x, int width, T outputRows) {
    return ops.rows(ops.reshape(x, -1, width), outputRows);
  }

  private Linear outputProjection(String name) {
    return linear(name, config.heads() * config.headDim(), config.hiddenSize());
  }

  private <T> T attention(Ops<T> ops, T h, String name, int layer) {
    int queries = config.heads() * config.headDim();
    int keys = config.kvHeads() * config.headDim();
    List<T> qkv =
        ops.linears(
            h,
            List.of(
                linear(name + "q_proj", config.hiddenSize(), queries),
                linear(name + "k_proj", config.hiddenSize(), keys),
                linear(name + "v_proj", config.hiddenSize(), keys)));
    T query = ops.headRmsNorm(qkv.get(0), headNorm(name + "q_norm"), config.heads());
    T key = ops.headRmsNorm(qkv.get(1), headNorm(name + "k_norm"), config.kvHeads());
    CausalAttention shape =
        new CausalAttention(
            layer,
            config.heads(),
            config.kvHeads(),
            config.headDim(),
            config.ropeTheta(),
            config.maxPositions());
    return ops.causalAttention(query, key, qkv.get(2), shape);
  }

  private <T> T feedForward(Ops<T> ops, T h, String name) {
    List<T> gateAndUp =
        ops.linears(
            h,
            List.of(
                linear(name + "gate_proj", config.hiddenSize(), config.ffnSize()),
                linear(name + "up_proj", config.hiddenSize(), config.ffnSize())));
    T gated = ops.multiply(ops.silu(gateAndUp.get(0)), gateAndUp.get(1));
    return ops.linear(gated, linear(name + "down_proj", config.ffnSize(), config.hiddenSize()));
  }

  private Norm norm(String name) {
    return new Norm(name, config.hiddenSize(), config.rmsNormEpsilon());
  }

  private Norm headNorm(String name) {
    return new Norm(name, config.headDim(), config.rmsNormEpsilon());
  }

  private static Linear linear(String name, int inputs, int outputs) {
    return new Linear(name, inputs, outputs, false, Role.DECODER);
  }
}
