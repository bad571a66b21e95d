package dev.hark.train.data;

import java.util.random.RandomGenerator;

/**
 * Plays faster or slower, the pitch along with it.
 *
 * @param slowest least factor
 * @param fastest largest factor
 */
record Speed(double slowest, double fastest) implements Effect {
  @Override
  public float[] apply(float[] samples, RandomGenerator random) {
    return play(samples, random.nextDouble(slowest, fastest));
  }

  /** At {@code factor} times the speed, by cubic interpolation between the samples. */
  static float[] play(float[] samples, double factor) {
    int length = Math.max(1, (int) Math.round(samples.length / factor));
    float[] out = new float[length];
    for (int i = 0; i < length; i++) {
      double at = i * factor;
      int k = (int) at;
      float t = (float) (at - k);
      float a = sample(samples, k - 1);
      float b = sample(samples, k);
      float c = sample(samples, k + 1);
      float d = sample(samples, k + 2);
      // Catmull-Rom.
      out[i] = b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }
    return out;
  }

  private static float sample(float[] samples, int index) {
    return index < 0 || index >= samples.length ? 0 : samples[index];
  }
}
