package dev.hark.model;

import java.nio.file.Path;

/**
 * Dimensions of a dense Qwen3 decoder.
 *
 * @param hiddenSize size of a token between layers
 * @param layers transformer layers
 * @param heads query heads
 * @param kvHeads key and value heads
 * @param headDim size of a head; {@code heads * headDim} may differ from {@code hiddenSize}
 * @param ffnSize inner size of the gated feed-forward layers
 * @param vocabularySize rows of the embedding, padding rows included
 * @param maxPositions positions the model was made for
 * @param rmsNormEpsilon added to the mean square in every normalisation
 * @param ropeTheta base of the rotary frequencies
 * @param tiedHead whether the embedding is also the output head
 */
public record TextDecoderConfig(
    int hiddenSize,
    int layers,
    int heads,
    int kvHeads,
    int headDim,
    int ffnSize,
    int vocabularySize,
    int maxPositions,
    float rmsNormEpsilon,
    double ropeTheta,
    boolean tiedHead) {
  private static final int HEAD_DIM_STEP = 16;

  /**
   * Refuses heads of a size that Hark's engine cannot run. ONNX Runtime's attention with rotary
   * positions takes multiples of 16, as all published models have them.
   *
   * @param folder the model, for the message
   * @throws ModelException if the size of a head is another
   */
  public void requireRunnable(Path folder) {
    if (headDim % HEAD_DIM_STEP != 0) {
      throw new ModelException(
          "%s: head_dim is %d, wanted a multiple of %d; the engine's attention runs no others"
              .formatted(folder, headDim, HEAD_DIM_STEP));
    }
  }

  /** The same decoder with the embedding as its head. */
  public TextDecoderConfig withTiedHead() {
    return new TextDecoderConfig(
        hiddenSize,
        layers,
        heads,
        kvHeads,
        headDim,
        ffnSize,
        vocabularySize,
        maxPositions,
        rmsNormEpsilon,
        ropeTheta,
        true);
  }
}
