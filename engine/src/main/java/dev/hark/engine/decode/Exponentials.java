package dev.hark.engine.decode;

import java.nio.FloatBuffer;

/**
 * The sum of exponentials behind a softmax, over a vocabulary for each token. {@link Math#exp}
 * takes a millisecond for that; here a series does, in a loop that the compiler turns into vector
 * instructions.
 */
final class Exponentials {
  private static final int BLOCK = 1024;

  /** Squarings after the series: it is for 1/64 of the exponent. */
  private static final double SHARE = 1.0 / 64;

  /** Taylor's, for -1 to 0; exact at 0, so that no probability is above 1. */
  private static final double[] SERIES = series(13);

  private Exponentials() {}

  /**
   * Sum of the exponentials of scores less the highest. Scores that lie 64 or more below the
   * highest count as if they lay 64 below; the relative error is below 1e-7 there and far smaller
   * where it matters.
   */
  static double sum(FloatBuffer scores, float highest) {
    int count = scores.limit();
    double[] sums = new double[BLOCK]; // [BLOCK], one for each place in a block
    float[] block = new float[BLOCK];
    int at = 0;
    for (; at + BLOCK <= count; at += BLOCK) {
      scores.get(at, block);
      add(block, highest, sums);
    }
    double sum = plainSum(scores.slice(at, count - at), highest);
    for (double part : sums) {
      sum += part;
    }
    return sum;
  }

  /** The same by {@link Math#exp}. */
  static double plainSum(FloatBuffer scores, float highest) {
    double sum = 0;
    for (int i = 0; i < scores.limit(); i++) {
      sum += Math.exp(scores.get(i) - highest);
    }
    return sum;
  }

  private static void add(float[] block, float highest, double[] sums) {
    double c0 = SERIES[0];
    double c1 = SERIES[1];
    double c2 = SERIES[2];
    double c3 = SERIES[3];
    double c4 = SERIES[4];
    double c5 = SERIES[5];
    double c6 = SERIES[6];
    double c7 = SERIES[7];
    double c8 = SERIES[8];
    double c9 = SERIES[9];
    double c10 = SERIES[10];
    double c11 = SERIES[11];
    double c12 = SERIES[12];
    for (int i = 0; i < block.length; i++) {
      double x = Math.max((block[i] - highest) * SHARE, -1);
      double y = c6 + x * (c7 + x * (c8 + x * (c9 + x * (c10 + x * (c11 + x * c12)))));
      y = c0 + x * (c1 + x * (c2 + x * (c3 + x * (c4 + x * (c5 + x * y)))));
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      sums[i] += y;
    }
  }

  private static double[] series(int terms) {
    double[] series = new double[terms];
    series[0] = 1;
    for (int i = 1; i < terms; i++) {
      series[i] = series[i - 1] / i;
    }
    return series;
  }
}
