package dev.hark.train.data;

import java.util.random.RandomGenerator;

/**
 * The colour of a microphone: tilts the spectrum around a corner frequency by up to {@code
 * mostDecibels}, up or down.
 */
record Equalizer(double mostDecibels) implements Effect {
  @Override
  public float[] apply(float[] samples, RandomGenerator random) {
    double gain = Levels.ofDecibels(random.nextDouble(-mostDecibels, mostDecibels));
    double corner = 200 * Math.pow(20, random.nextDouble());
    return shelf(samples, corner, gain);
  }

  /** Leaves what lies below the corner frequency and multiplies what lies above by the gain. */
  static float[] shelf(float[] samples, double cornerHz, double gain) {
    double follow = 1 - Math.exp(-2 * Math.PI * cornerHz / HZ);
    double low = 0;
    for (int i = 0; i < samples.length; i++) {
      low += follow * (samples[i] - low);
      samples[i] = (float) (low + gain * (samples[i] - low));
    }
    return samples;
  }
}
