package dev.hark.audio;

import java.util.Arrays;

/**
 * Computes many outputs of a {@link Resampler} side by side.
 *
 * <p>After {@code up} outputs, {@code down} inputs further, the filter phases repeat: such a
 * stretch is a period. The inputs that meet the same tap in all periods are gathered in a row of
 * their own, so that the innermost loop runs along whole arrays and the compiler makes vector
 * instructions of it, which it does not where an array is entered at a changing offset.
 */
final class ResamplingBlock {
  /** Fewer periods do not pay. */
  private static final int LEAST_PERIODS = 16;

  private static final int MOST_PERIODS = 512;

  /** Gathered samples, to stay in the cache. */
  private static final int MOST_CELLS = 1 << 17;

  private final int up;
  private final int down;
  private final ResamplingFilter filter;
  private final int mostPeriods;
  private final float[][] rows; // [inputs of a period and its windows, periods]
  private final float[] sums; // [periods]

  ResamplingBlock(int up, int down, ResamplingFilter filter) {
    this.up = up;
    this.down = down;
    this.filter = filter;
    int count = down + filter.taps();
    int fitting = Math.min(MOST_CELLS / count, MOST_PERIODS);
    this.mostPeriods = filter.exact() && fitting >= LEAST_PERIODS ? fitting : 0;
    this.rows = new float[mostPeriods == 0 ? 0 : count][mostPeriods];
    this.sums = new float[mostPeriods];
  }

  /** How many periods to compute at once when so many outputs are wanted; 0 for none. */
  int periods(int outputs) {
    int periods = Math.min(outputs / up, mostPeriods);
    return periods < LEAST_PERIODS ? 0 : periods;
  }

  /**
   * Computes {@code periods * up} outputs, the first at phase 0 with its window at {@code from}.
   */
  void compute(float[] x, int from, int periods, float[] out, int offset) {
    gather(x, from, periods);
    for (int j = 0; j < up; j++) {
      float[] taps = filter.phase((int) ((long) j * down % up));
      int start = (int) ((long) j * down / up);
      Arrays.fill(sums, 0, periods, 0);
      for (int t = 0; t < taps.length; t += 4) {
        add(taps, t, start + t, periods);
      }
      for (int i = 0; i < periods; i++) {
        out[offset + i * up + j] = sums[i];
      }
    }
  }

  /** Adds the products of four taps to the sums of all periods. */
  private void add(float[] taps, int t, int row, int periods) {
    float[] a = rows[row];
    float[] b = rows[row + 1];
    float[] c = rows[row + 2];
    float[] d = rows[row + 3];
    float[] to = sums;
    float tapA = taps[t];
    float tapB = taps[t + 1];
    float tapC = taps[t + 2];
    float tapD = taps[t + 3];
    for (int i = 0; i < periods; i++) {
      float four = a[i] * tapA;
      four = Math.fma(b[i], tapB, four);
      four = Math.fma(c[i], tapC, four);
      four = Math.fma(d[i], tapD, four);
      to[i] += four;
    }
  }

  /** Row k holds the samples k, k + down, k + 2 down, ... : row k - down without its first. */
  private void gather(float[] x, int from, int periods) {
    for (int k = 0; k < rows.length; k++) {
      float[] row = rows[k];
      if (k < down) {
        for (int i = 0; i < periods; i++) {
          row[i] = x[from + k + i * down];
        }
      } else {
        System.arraycopy(rows[k - down], 1, row, 0, periods - 1);
        int last = from + k + (periods - 1) * down;
        // Rows that only later windows of the last period would need may lie beyond the input.
        row[periods - 1] = last < x.length ? x[last] : 0;
      }
    }
  }
}
