package dev.hark.train.data;

/** Loudness of samples. */
public final class Levels {
  private Levels() {}

  /** Root mean square; 0 for no samples. */
  public static double rms(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += (double) sample * sample;
    }
    return samples.length == 0 ? 0 : Math.sqrt(sum / samples.length);
  }

  /** The largest magnitude. */
  public static float peak(float[] samples) {
    float peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  /** Scales in place, unless all is silent, and returns the same array. */
  public static float[] scaleToRms(float[] samples, double rms) {
    double now = rms(samples);
    return now == 0 ? samples : scale(samples, rms / now);
  }

  /** Scales in place and returns the same array. */
  public static float[] scale(float[] samples, double factor) {
    float f = (float) factor;
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= f;
    }
    return samples;
  }

  /** The factor of a level in decibels. */
  public static double ofDecibels(double decibels) {
    return Math.pow(10, decibels / 20);
  }
}
