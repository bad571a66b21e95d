package dev.hark.engine.graph;

/** Names of the encoder graph's inputs and outputs. */
final class EncoderGraph {
  /** Log-mel of chunks, {@code [chunks, 1, mels, 100]}. */
  static final String MEL = "mel";

  /**
   * Rows of {@code [chunks * 13]} that are the tokens of each window, {@code [windows, tokens]}.
   */
  static final String TOKEN_ROWS = "token_rows";

  /** Audio embeddings, {@code [windows, tokens, outputSize]}. */
  static final String AUDIO = "audio";

  private EncoderGraph() {}
}
