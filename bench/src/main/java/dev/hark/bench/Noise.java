package dev.hark.bench;

import java.util.Random;

/** The signal of the benchmarks. */
final class Noise {
  private static final long SEED = 1;

  private Noise() {}

  /** Gaussian noise well within full scale, always the same. */
  static float[] samples(int count) {
    Random random = new Random(SEED);
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = (float) Math.clamp(0.1 * random.nextGaussian(), -1, 1);
    }
    return samples;
  }
}
