package dev.hark.model;

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
