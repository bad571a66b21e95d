package dev.hark.train.torch;

import dev.hark.model.Checkpoint;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What parameters are before training. */
public final class InitialWeights {
  private InitialWeights() {}

  /**
   * Draws every parameter: normal with variance {@code 1 / inputs}, for layers that add to the
   * residual stream {@code 1 / (2 * layers * inputs)}, for convolutions {@code 2 / inputs}; norms
   * neutral, offsets zero. A value depends on the seed and its parameter's name alone.
   */
  public static void draw(Parameters parameters, int layers, long seed) {
    draw(parameters, layers, seed, _ -> true);
  }

  /** Draws those parameters whose names are chosen. */
  public static void draw(Parameters parameters, int layers, long seed, Predicate<String> chosen) {
    for (Parameters.Place place : parameters.places().values()) {
      if (chosen.test(place.name())) {
        parameters.set(place.name(), drawn(place, layers, seed));
      }
    }
  }

  /** Draws those parameters whose names begin so. */
  public static void draw(Parameters parameters, String prefix, long seed) {
    for (Parameters.Place place : parameters.places().values()) {
      if (place.name().startsWith(prefix)) {
        parameters.set(place.name(), drawn(place, 1, seed));
      }
    }
  }

  /** Copies what a checkpoint has, but for what is mapped from it. */
  public static void copy(Checkpoint checkpoint, Parameters into) {
    for (Parameters.Place place : into.places().values()) {
      if (!into.isMapped(place.name())) {
        checkpoint
            .find(place.name())
            .ifPresent(tensor -> into.set(place.name(), tensor.toFloats()));
      }
    }
  }

  private static float[] drawn(Parameters.Place place, int layers, long seed) {
    float[] values = new float[Math.toIntExact(place.count())];
    String name = place.name();
    if (place.shape().length == 1) {
      if (name.endsWith(".weight")) {
        java.util.Arrays.fill(values, 1);
      }
      return values;
    }
    RandomGenerator random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ name.hashCode());
    double inputs = (double) place.count() / place.shape()[0];
    double variance = 1 / inputs;
    if (place.shape().length == 4) {
      variance *= 2;
    } else if (name.contains("out_proj")
        || name.contains("o_proj")
        || name.contains("fc2")
        || name.contains("down_proj")) {
      variance /= 2.0 * layers;
    }
    double deviation = Math.sqrt(variance);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }
}
