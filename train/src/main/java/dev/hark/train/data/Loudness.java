package dev.hark.train.data;

import java.util.random.RandomGenerator;

/**
 * Volume, sometimes far too loud so that peaks are clipped, sometimes in few bits.
 *
 * @param lowestDecibels peak of the quietest
 */
record Loudness(double lowestDecibels) implements Effect {
  @Override
  public float[] apply(float[] samples, RandomGenerator random) {
    float peak = Levels.peak(samples);
    if (peak == 0) {
      return samples;
    }
    boolean clipped = random.nextInt(12) == 0;
    double decibels = clipped ? random.nextDouble(0, 12) : random.nextDouble(lowestDecibels, 0);
    Levels.scale(samples, Levels.ofDecibels(decibels) / peak);
    if (random.nextInt(12) == 0) {
      quantise(samples, 7 + random.nextInt(5), Math.min(1, Levels.peak(samples)));
    }
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.clamp(samples[i], -1f, 1f);
    }
    return samples;
  }

  /** Rounds to a number of bits of which the peak uses all. */
  static void quantise(float[] samples, int bits, float peak) {
    float steps = (1 << (bits - 1)) / peak;
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (Math.rint(samples[i] * steps) / steps);
    }
  }
}
