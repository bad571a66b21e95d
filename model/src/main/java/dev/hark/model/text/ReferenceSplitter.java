package dev.hark.model.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long recording as the official code does: near every multiple of the longest duration, at
 * the quietest sample of the quietest tenth of a second within five seconds on either side. Pieces
 * touch; one may exceed the longest duration by five seconds. Source: official Qwen3-ASR package.
 */
public final class ReferenceSplitter {
  private static final int SAMPLE_RATE_HZ = 16_000;
  private static final int REACH_SAMPLES = 5 * SAMPLE_RATE_HZ;
  private static final int WINDOW_SAMPLES = SAMPLE_RATE_HZ / 10;
  private static final int SHORTEST_SAMPLES = SAMPLE_RATE_HZ / 2;

  private ReferenceSplitter() {}

  /**
   * A piece {@code [from, to)} of the recording.
   *
   * @param samples length to transcribe, with zeros behind {@code to} where the piece is shorter
   */
  public record Cut(int from, int to, int samples) {
    /** Where the piece begins, in seconds. */
    public double fromSeconds() {
      return (double) from / SAMPLE_RATE_HZ;
    }
  }

  /**
   * The pieces of a recording at 16 kHz.
   *
   * @param longestSeconds wanted longest piece, more than 5; a recording that is not longer stays
   *     whole and is not padded
   */
  public static List<Cut> split(float[] recording, double longestSeconds) {
    if (!(longestSeconds > 5)) {
      throw new IllegalArgumentException(
          "longestSeconds is " + longestSeconds + ", wanted more than 5, the reach of a cut");
    }
    int n = recording.length;
    if ((double) n / SAMPLE_RATE_HZ <= longestSeconds) {
      return List.of(new Cut(0, n, n));
    }
    int longest = (int) (longestSeconds * SAMPLE_RATE_HZ);
    List<Cut> cuts = new ArrayList<>();
    int start = 0;
    while (n - start > longest) {
      int target = start + longest;
      int left = Math.max(start, target - REACH_SAMPLES);
      int right = (int) Math.min(n, (long) target + REACH_SAMPLES);
      int boundary = right - left <= WINDOW_SAMPLES ? target : quietest(recording, left, right);
      boundary = Math.clamp(boundary, start + 1, n);
      cuts.add(cut(start, boundary));
      start = boundary;
    }
    cuts.add(cut(start, n));
    return List.copyOf(cuts);
  }

  private static Cut cut(int from, int to) {
    return new Cut(from, to, Math.max(to - from, SHORTEST_SAMPLES));
  }

  /** First quietest sample of the first quietest window; prefix sums keep silence exactly zero. */
  private static int quietest(float[] recording, int left, int right) {
    double[] sums = new double[right - left + 1];
    for (int i = left; i < right; i++) {
      sums[i - left + 1] = sums[i - left] + Math.abs(recording[i]);
    }
    int window = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i + WINDOW_SAMPLES < sums.length; i++) {
      double sum = sums[i + WINDOW_SAMPLES] - sums[i];
      if (sum < least) {
        least = sum;
        window = i;
      }
    }
    int best = left + window;
    for (int i = best + 1; i < left + window + WINDOW_SAMPLES; i++) {
      if (Math.abs(recording[i]) < Math.abs(recording[best])) {
        best = i;
      }
    }
    return best;
  }
}
