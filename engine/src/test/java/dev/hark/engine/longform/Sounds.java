package dev.hark.engine.longform;

import java.util.Random;

/** Synthetic recordings: syllable-like bursts, noise and silence, 16 kHz. */
final class Sounds {
  static final int RATE = 16_000;

  private Sounds() {}

  static float[] silence(double seconds) {
    return new float[(int) (seconds * RATE)];
  }

  static float[] noise(double seconds, double amplitude, long seed) {
    Random random = new Random(seed);
    float[] samples = new float[(int) (seconds * RATE)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (amplitude * (2 * random.nextDouble() - 1));
    }
    return samples;
  }

  /** Bursts of noise, four in a second, over a faint floor. */
  static float[] speech(double seconds, long seed) {
    float[] samples = noise(seconds, 0.3, seed);
    for (int i = 0; i < samples.length; i++) {
      double phase = 2 * Math.PI * 4 * i / RATE;
      samples[i] *= (float) (0.01 + Math.pow(Math.max(0, Math.sin(phase)), 2));
    }
    return samples;
  }

  static float[] concat(float[]... parts) {
    int length = 0;
    for (float[] part : parts) {
      length += part.length;
    }
    float[] all = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
