package dev.hark.train.distill;

import java.util.List;

/**
 * How much of what the teacher says counts.
 *
 * @param temperature what scores are divided by before they become probabilities, above 0; more
 *     than 1 shows more of the improbable tokens
 * @param softWeight share of the teacher's probabilities in the loss of the answer, 0 to 1; the
 *     labels have the rest
 * @param topTokens tokens of each place whose probabilities are kept one by one; those of the
 *     others are kept as their sum
 * @param hiddenWeight weight of the distance between states; 0 leaves them out
 * @param encoder layers of the audio encoder that are compared
 * @param decoder layers of the decoder that are compared
 */
public record DistillationSettings(
    double temperature,
    double softWeight,
    int topTokens,
    double hiddenWeight,
    List<LayerPair> encoder,
    List<LayerPair> decoder) {
  public DistillationSettings {
    if (!(temperature > 0 && temperature <= 100)) {
      throw new IllegalArgumentException(
          "temperature is " + temperature + ", wanted above 0 and up to 100");
    }
    if (!(softWeight >= 0 && softWeight <= 1)) {
      throw new IllegalArgumentException("soft-weight is " + softWeight + ", wanted 0 to 1");
    }
    if (topTokens < 1) {
      throw new IllegalArgumentException("top-k is " + topTokens + ", wanted at least 1");
    }
    if (!(hiddenWeight >= 0 && Double.isFinite(hiddenWeight))) {
      throw new IllegalArgumentException(
          "hidden-weight is " + hiddenWeight + ", wanted at least 0");
    }
    encoder = List.copyOf(encoder);
    decoder = List.copyOf(decoder);
  }

  /** The same settings without layers to compare, if their distance does not count. */
  DistillationSettings withoutIdlePairs() {
    return hiddenWeight > 0
        ? this
        : new DistillationSettings(temperature, softWeight, topTokens, 0, List.of(), List.of());
  }
}
