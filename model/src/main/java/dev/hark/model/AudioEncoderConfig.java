package dev.hark.model;

/**
 * Dimensions of the Qwen3-ASR audio encoder.
 *
 * @param width size of a token inside the encoder ("d_model")
 * @param layers transformer layers
 * @param heads attention heads of {@code width / heads} each
 * @param ffnSize inner size of the feed-forward layers
 * @param outputSize size of a token handed to the decoder
 * @param melBins log-mel bands
 * @param convChannels channels of the three convolutions
 * @param chunkFrames mel frames that the convolutions see at once (twice "n_window")
 * @param windowFrames mel frames that attend to one another ("n_window_infer")
 */
public record AudioEncoderConfig(
    int width,
    int layers,
    int heads,
    int ffnSize,
    int outputSize,
    int melBins,
    int convChannels,
    int chunkFrames,
    int windowFrames) {

  /** Bands that the three strided convolutions leave of the mel bands. */
  public int convBands() {
    return half(half(half(melBins)));
  }

  /** Size of an attention head. */
  public int headDim() {
    return width / heads;
  }

  private static int half(int x) {
    return (x + 1) / 2;
  }
}
