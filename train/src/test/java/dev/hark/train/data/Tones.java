package dev.hark.train.data;

import java.util.ArrayList;
import java.util.List;

/** Sounds whose content a test can measure. */
final class Tones {
  private static final int HZ = 16_000;

  private Tones() {}

  static float[] sine(double hertz, double seconds) {
    float[] samples = new float[(int) (HZ * seconds)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.4 * Math.sin(2 * Math.PI * hertz * i / HZ));
    }
    return samples;
  }

  /** Power at a frequency, by correlation with sine and cosine. */
  static double power(float[] samples, int from, int to, double hertz) {
    double sine = 0;
    double cosine = 0;
    for (int i = from; i < to; i++) {
      double phase = 2 * Math.PI * hertz * i / HZ;
      sine += samples[i] * Math.sin(phase);
      cosine += samples[i] * Math.cos(phase);
    }
    int n = Math.max(1, to - from);
    return 2 * (sine * sine + cosine * cosine) / ((double) n * n);
  }

  /**
   * The digits whose tones of 400 + 200 d Hz lasting 0.3 s follow one another; tones that touch and
   * are the same are told apart by their length.
   */
  static List<Integer> heard(float[] samples, int most) {
    int step = HZ / 100;
    List<Integer> heard = new ArrayList<>();
    int before = -1;
    int run = 0;
    for (int from = 0; from + step <= samples.length; from += step) {
      int loudest = -1;
      double best = 0.01;
      for (int digit = 0; digit < 10; digit++) {
        double power = power(samples, from, from + step, 400 + 200 * digit);
        if (power > best) {
          best = power;
          loudest = digit;
        }
      }
      if (loudest == before) {
        run++;
      } else {
        add(heard, before, run);
        before = loudest;
        run = 1;
      }
    }
    add(heard, before, run);
    return heard.size() > most ? heard.subList(0, most) : heard;
  }

  private static void add(List<Integer> heard, int digit, int steps) {
    long times = digit < 0 ? 0 : Math.round(steps / 30.0);
    for (long i = 0; i < times; i++) {
      heard.add(digit);
    }
  }
}
