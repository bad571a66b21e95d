package dev.hark.audio;

import java.util.Arrays;

/** Measures and makes signals for tests. */
final class Signals {
  private Signals() {}

  /** The largest normalised correlation of two signals over all shifts up to {@code mostLag}. */
  static double correlation(float[] a, float[] b, int mostLag) {
    double best = -1;
    for (int lag = -mostLag; lag <= mostLag; lag++) {
      int from = Math.max(0, -lag);
      int to = Math.min(a.length, b.length - lag);
      double ab = 0;
      double aa = 0;
      double bb = 0;
      for (int i = from; i < to; i += 11) {
        ab += a[i] * b[i + lag];
        aa += a[i] * a[i];
        bb += b[i + lag] * b[i + lag];
      }
      best = Math.max(best, ab / Math.sqrt(aa * bb));
    }
    return best;
  }

  /** Everything that a stream gives, read in blocks. */
  static float[] drain(PcmStream pcm, int block) {
    float[] all = new float[0];
    float[] buffer = new float[block];
    int length = 0;
    for (int n = pcm.read(buffer, 0, block); n >= 0; n = pcm.read(buffer, 0, block)) {
      if (length + n > all.length) {
        all = Arrays.copyOf(all, 2 * (length + n));
      }
      System.arraycopy(buffer, 0, all, length, n);
      length += n;
    }
    return Arrays.copyOf(all, length);
  }

  /** A tone at half of full scale. */
  static float[] tone(double hertz, int rateHz, int samples) {
    float[] tone = new float[samples];
    for (int i = 0; i < samples; i++) {
      tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / rateHz));
    }
    return tone;
  }
}
