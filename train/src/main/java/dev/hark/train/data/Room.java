package dev.hark.train.data;

import java.util.random.RandomGenerator;

/**
 * A room around the speaker: early reflections, then Schroeder's reverberator of four feedback
 * combs and two all-passes, with random dimensions. It costs some thirty operations a sample, where
 * a convolution would cost thousands.
 */
record Room() implements Effect {
  private static final double[] COMB_SECONDS = {0.0297, 0.0371, 0.0411, 0.0437};
  private static final double[] ALL_PASS_SECONDS = {0.005, 0.0017};

  @Override
  public float[] apply(float[] samples, RandomGenerator random) {
    double size = random.nextDouble(0.4, 1.3);
    double decaySeconds = random.nextDouble(0.08, 0.7);
    double wetDecibels = random.nextDouble(-24, -5);
    return reverberate(samples, size, decaySeconds, wetDecibels, random);
  }

  /**
   * The recording with its reverberation.
   *
   * @param size scales all delays
   * @param decaySeconds time in which the reverberation falls by 60 dB
   * @param wetDecibels level of the reverberation relative to the recording
   */
  static float[] reverberate(
      float[] samples,
      double size,
      double decaySeconds,
      double wetDecibels,
      RandomGenerator random) {
    float[] wet = new float[samples.length];
    for (double seconds : COMB_SECONDS) {
      double delay = seconds * size * random.nextDouble(0.9, 1.1);
      float feedback = (float) Math.pow(10, -3 * delay / decaySeconds);
      comb(samples, wet, Math.max(1, (int) (delay * HZ)), feedback);
    }
    for (double seconds : ALL_PASS_SECONDS) {
      allPass(wet, Math.max(1, (int) (seconds * size * HZ)));
    }
    for (int reflection = 0; reflection < 3; reflection++) {
      int delay = (int) (HZ * size * random.nextDouble(0.002, 0.02));
      float gain = (float) random.nextDouble(-1, 1);
      for (int i = delay; i < samples.length; i++) {
        wet[i] += gain * samples[i - delay];
      }
    }
    Levels.scaleToRms(wet, Levels.rms(samples) * Levels.ofDecibels(wetDecibels));
    for (int i = 0; i < samples.length; i++) {
      wet[i] += samples[i];
    }
    return wet;
  }

  /** Adds the echoes of {@code in}, the higher frequencies dying sooner, as walls absorb them. */
  private static void comb(float[] in, float[] out, int delay, float feedback) {
    float[] line = new float[delay];
    float damped = 0;
    int at = 0;
    for (int i = 0; i < in.length; i++) {
      float echo = line[at];
      out[i] += echo;
      damped += 0.6f * (echo - damped);
      line[at] = in[i] + feedback * damped;
      at = at + 1 == delay ? 0 : at + 1;
    }
  }

  private static void allPass(float[] samples, int delay) {
    float[] line = new float[delay];
    int at = 0;
    for (int i = 0; i < samples.length; i++) {
      float held = line[at];
      float in = samples[i] + 0.7f * held;
      line[at] = in;
      samples[i] = held - 0.7f * in;
      at = at + 1 == delay ? 0 : at + 1;
    }
  }
}
