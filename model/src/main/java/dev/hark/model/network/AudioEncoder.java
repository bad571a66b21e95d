package dev.hark.model.network;

import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.network.Linear.Role;
import dev.hark.model.network.Ops.Residual;
import java.util.List;

/**
 * The audio encoder of Qwen3-ASR: log-mel in chunks of one second, three strided convolutions, and
 * pre-norm transformer layers that attend within windows of eight seconds. Source: Qwen3-ASR
 * technical report, section "AuT encoder".
 */
public final class AudioEncoder {
  /** Mel frames of one chunk. */
  public static final int CHUNK_FRAMES = 100;

  /** Tokens that the convolutions make of one chunk. */
  public static final int CHUNK_TOKENS = 13;

  private static final String TOWER = "model.audio_tower.";
  private static final String PROJECTOR = "model.multi_modal_projector.";
  private static final float EPSILON = 1e-5f;

  private final AudioEncoderConfig config;

  public AudioEncoder(AudioEncoderConfig config) {
    this.config = config;
  }

  /** Audio tokens of a number of mel frames: 13 a full chunk, and the rest halved three times. */
  public static int tokens(int frames) {
    int rest = frames % CHUNK_FRAMES;
    return CHUNK_TOKENS * (frames / CHUNK_FRAMES) + half(half(half(rest)));
  }

  private static int half(int x) {
    return (x + 1) / 2;
  }

  /**
   * The first half: each chunk of one second by itself, through convolutions, projection and
   * positions.
   *
   * @param mel {@code [chunks, 1, mels, 100]}, the last chunk padded with zeros
   * @return {@code [chunks, 13, width]}, of which a padded chunk's surplus tokens are to be dropped
   */
  public <T> T stem(Ops<T> ops, T mel) {
    int channels = config.convChannels();
    int bands = config.melBins();
    int frames = CHUNK_FRAMES;
    T x = ops.reshape(mel, -1, bands, frames, 1);
    for (int layer = 1; layer <= 3; layer++) {
      int inputs = layer == 1 ? 1 : channels;
      Conv2d conv = new Conv2d(TOWER + "conv2d" + layer, inputs, channels);
      x = ops.gelu(ops.conv2d(x, conv, bands, frames));
      bands = half(bands);
      frames = half(frames);
    }
    x = ops.transpose(x, 0, 2, 3, 1); // [chunks, 13, channels, bands]
    x = ops.reshape(x, 0, 0, channels * bands);
    x = ops.linear(x, linear(TOWER + "conv_out", channels * bands, width(), false));
    float[] positions = Sinusoids.table(CHUNK_TOKENS, width()); // [13, d]
    return ops.add(x, ops.constant("audio_positions", positions, CHUNK_TOKENS, width()));
  }

  /**
   * The second half: transformer layers and the projection to the decoder's width, over windows of
   * equal length.
   *
   * @param tokens {@code [windows, tokens, width]} from {@link #stem}
   * @return {@code [windows, tokens, outputSize]}
   */
  public <T> T transformer(Ops<T> ops, T tokens) {
    T sum = tokens;
    T h = ops.layerNorm(sum, norm(TOWER + "layers.0.self_attn_layer_norm"));
    for (int layer = 0; layer < config.layers(); layer++) {
      String name = TOWER + "layers." + layer + ".";
      T attended = attention(ops, h, name + "self_attn.");
      Residual<T> inner = ops.addLayerNorm(sum, attended, norm(name + "final_layer_norm"));
      T fed = feedForward(ops, inner.normalised(), name);
      String next =
          layer + 1 < config.layers()
              ? "layers." + (layer + 1) + ".self_attn_layer_norm"
              : "ln_post";
      Residual<T> outer = ops.addLayerNorm(inner.sum(), fed, norm(TOWER + next));
      sum = outer.sum();
      h = outer.normalised();
    }
    h = ops.gelu(ops.linear(h, linear(PROJECTOR + "linear_1", width(), width(), true)));
    return ops.linear(h, linear(PROJECTOR + "linear_2", width(), config.outputSize(), true));
  }

  private <T> T attention(Ops<T> ops, T h, String name) {
    List<T> qkv =
        ops.linears(
            h,
            List.of(
                linear(name + "q_proj", width(), width(), true),
                linear(name + "k_proj", width(), width(), true),
                linear(name + "v_proj", width(), width(), true)));
    T attended = ops.attention(qkv.get(0), qkv.get(1), qkv.get(2), config.heads());
    return ops.linear(attended, linear(name + "out_proj", width(), width(), true));
  }

  private <T> T feedForward(Ops<T> ops, T h, String name) {
    T wide = ops.gelu(ops.linear(h, linear(name + "fc1", width(), config.ffnSize(), true)));
    return ops.linear(wide, linear(name + "fc2", config.ffnSize(), width(), true));
  }

  private int width() {
    return config.width();
  }

  private Norm norm(String name) {
    return new Norm(name, width(), EPSILON);
  }

  private static Linear linear(String name, int inputs, int outputs, boolean bias) {
    return new Linear(name, inputs, outputs, bias, Role.ENCODER);
  }
}
