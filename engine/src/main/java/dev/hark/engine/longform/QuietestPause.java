package dev.hark.engine.longform;

import dev.hark.audio.PcmStream;

/**
 * Finds the place where a cut hurts least: the middle of the quietest 240 ms, with a preference for
 * places near a wished one.
 */
public final class QuietestPause {
  /** Longer than the closure of a plosive, so that a cut does not fall into a word. */
  private static final int WINDOW_FRAMES = 24;

  /** A pause this much farther from the wished place must be 1 dB quieter. */
  private static final double SECONDS_PER_DB = 2;

  private QuietestPause() {}

  /**
   * The best cut in [from, to).
   *
   * @param samples the recording, or a part of it
   * @param wished index near which the cut should fall
   * @return an index in [from, to); the one nearest to {@code wished} when the range is too short
   *     to be searched
   */
  public static int find(float[] samples, int from, int to, int wished) {
    double[] means = FrameLevels.meanSquares(samples, from, to);
    int best = Math.clamp(wished, from, Math.max(from, to - 1));
    double bestScore = Double.POSITIVE_INFINITY;
    for (int i = 0; i + WINDOW_FRAMES <= means.length; i++) {
      double sum = 0;
      for (int k = i; k < i + WINDOW_FRAMES; k++) {
        sum += means[k];
      }
      int center = from + (i + WINDOW_FRAMES / 2) * FrameLevels.FRAME_SAMPLES;
      double distanceSeconds = Math.abs(center - wished) / (double) PcmStream.SAMPLE_RATE_HZ;
      double score = FrameLevels.decibels(sum / WINDOW_FRAMES) + distanceSeconds / SECONDS_PER_DB;
      if (score < bestScore) {
        bestScore = score;
        best = center;
      }
    }
    return best;
  }
}
