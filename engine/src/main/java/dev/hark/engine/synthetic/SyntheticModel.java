package dev.hark.engine.synthetic;

import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.TextDecoderConfig;
import dev.hark.model.network.Weights;
import java.util.Locale;

/**
 * A published model's dimensions with random weights: as fast and as large, but without sense.
 *
 * @param label name of the size
 * @param audio dimensions of the audio encoder
 * @param text dimensions of the decoder
 */
public record SyntheticModel(String label, AudioEncoderConfig audio, TextDecoderConfig text) {
  /**
   * The model of a size.
   *
   * @param label {@code 0.6b} or {@code 1.7b}
   */
  public static SyntheticModel of(String label) {
    return switch (label.toLowerCase(Locale.ROOT)) {
      case "0.6b" ->
          new SyntheticModel(
              "0.6b",
              new AudioEncoderConfig(896, 18, 14, 3584, 1024, 128, 480, 100, 800),
              decoder(1024, 3072));
      case "1.7b" ->
          new SyntheticModel(
              "1.7b",
              new AudioEncoderConfig(1024, 24, 16, 4096, 2048, 128, 480, 100, 800),
              decoder(2048, 6144));
      default ->
          throw new IllegalArgumentException(
              "there is no synthetic model of size '" + label + "'; wanted 0.6b or 1.7b");
    };
  }

  /** Random weights, always the same. */
  public Weights weights() {
    return new RandomWeights();
  }

  private static TextDecoderConfig decoder(int hiddenSize, int ffnSize) {
    return new TextDecoderConfig(
        hiddenSize, 28, 16, 8, 128, ffnSize, 151_936, 65_536, 1e-6f, 1e6, true);
  }
}
