package dev.hark.engine.align;

import java.util.Arrays;

/**
 * Monotonic repair of the times a forced aligner predicts: values that are no part of a longest
 * non-decreasing subsequence are replaced from their good neighbours.
 *
 * <p>The result never decreases. It promises neither positive durations nor that the audio is
 * covered; see {@link SubtitleTimes} for that. Model spec section 9.4.
 */
public final class TimestampRepair {
  private TimestampRepair() {}

  /**
   * Repairs {@code valuesMs}, start and end of every word in word order, in O(n log n).
   *
   * @param valuesMs predicted times in milliseconds // [2 * words]
   * @return repaired times, a new array // [2 * words]
   */
  public static int[] repair(int[] valuesMs) {
    return fill(valuesMs, goodByPrefixMaximum(valuesMs));
  }

  /** The plain twin of {@link #repair}: the same result by the quadratic dynamic programme. */
  static int[] repairQuadratically(int[] valuesMs) {
    return fill(valuesMs, goodByPairs(valuesMs));
  }

  /** Membership in the longest non-decreasing subsequence, each pair compared. */
  private static boolean[] goodByPairs(int[] values) {
    int[] length = new int[values.length];
    int[] parent = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      length[i] = 1;
      parent[i] = -1;
      for (int j = 0; j < i; j++) {
        if (values[j] <= values[i] && length[j] + 1 > length[i]) {
          length[i] = length[j] + 1;
          parent[i] = j;
        }
      }
    }
    return chain(length, parent);
  }

  /**
   * The same membership with a Fenwick tree over value ranks that holds the longest chain so far
   * and, among equals, the earliest index: the order in which the quadratic loop breaks ties.
   */
  private static boolean[] goodByPrefixMaximum(int[] values) {
    int[] sorted = Arrays.stream(values).sorted().distinct().toArray();
    int[] best = new int[sorted.length + 1]; // index with the longest chain, by rank prefix
    Arrays.fill(best, -1);
    int[] length = new int[values.length];
    int[] parent = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      int rank = Arrays.binarySearch(sorted, values[i]) + 1;
      parent[i] = -1;
      for (int node = rank; node > 0; node -= node & -node) {
        parent[i] = longer(length, parent[i], best[node]);
      }
      length[i] = parent[i] < 0 ? 1 : length[parent[i]] + 1;
      for (int node = rank; node < best.length; node += node & -node) {
        best[node] = longer(length, best[node], i);
      }
    }
    return chain(length, parent);
  }

  private static int longer(int[] length, int a, int b) {
    if (a < 0 || b < 0) {
      return Math.max(a, b);
    }
    if (length[a] != length[b]) {
      return length[a] > length[b] ? a : b;
    }
    return Math.min(a, b);
  }

  private static boolean[] chain(int[] length, int[] parent) {
    boolean[] good = new boolean[length.length];
    int end = -1;
    for (int i = 0; i < length.length; i++) {
      if (end < 0 || length[i] > length[end]) {
        end = i;
      }
    }
    for (int i = end; i >= 0; i = parent[i]) {
      good[i] = true;
    }
    return good;
  }

  private static int[] fill(int[] values, boolean[] good) {
    int[] result = values.clone();
    int from = 0;
    while (from < values.length) {
      if (good[from]) {
        from++;
        continue;
      }
      int to = from;
      while (to < values.length && !good[to]) {
        to++;
      }
      fillBlock(result, from, to);
      from = to;
    }
    return result;
  }

  /** Replaces the values in [from, to) from the good ones beside the block. */
  private static void fillBlock(int[] values, int from, int to) {
    int count = to - from;
    boolean hasLeft = from > 0;
    int left = hasLeft ? values[from - 1] : 0;
    boolean hasRight = to < values.length;
    for (int k = from; k < to; k++) {
      if (!hasLeft) {
        values[k] = values[to];
      } else if (!hasRight) {
        values[k] = left;
      } else if (count <= 2) {
        values[k] = k - (from - 1) <= to - k ? left : values[to];
      } else {
        double step = (values[to] - left) / (count + 1.0);
        values[k] = (int) (left + step * (k - from + 1));
      }
    }
  }
}
