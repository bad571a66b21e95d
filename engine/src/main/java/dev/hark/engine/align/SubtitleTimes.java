package dev.hark.engine.align;

/**
 * Word times made fit for subtitles: every word lasts at least 80 ms (less only when there are more
 * words than room), none overlaps the next, and all lie inside the audio.
 *
 * <p>An aligner often gives a short word no duration at all (both times in one class of 80 ms).
 * Such a word is widened to the right, and what stands in its way moves on; only at the end of the
 * audio words move to the left.
 */
public final class SubtitleTimes {
  private static final long NANOS_PER_MS = 1_000_000;

  /** One class of the aligner, the finest step it can tell apart. */
  private static final long SHORTEST_NANOS = 80 * NANOS_PER_MS;

  private SubtitleTimes() {}

  /**
   * Spreads times that never decrease.
   *
   * @param timesMs start and end of every word after monotonic repair // [2 * words]
   * @param durationNanos length of the audio
   * @return start and end of every word in nanoseconds // [2 * words]
   * @throws IllegalArgumentException when the audio has fewer nanoseconds than words
   */
  public static long[] spread(int[] timesMs, long durationNanos) {
    int words = timesMs.length / 2;
    if (words == 0) {
      return new long[0];
    }
    long shortest = Math.min(SHORTEST_NANOS, durationNanos / words);
    if (shortest == 0) {
      throw new IllegalArgumentException(
          words + " words do not fit into " + durationNanos + " ns of audio; pass the whole audio");
    }
    long[] nanos = new long[timesMs.length];
    long free = 0;
    for (int i = 0; i < words; i++) {
      nanos[2 * i] = Math.max(timesMs[2 * i] * NANOS_PER_MS, free);
      nanos[2 * i + 1] = Math.max(timesMs[2 * i + 1] * NANOS_PER_MS, nanos[2 * i] + shortest);
      free = nanos[2 * i + 1];
    }
    long limit = durationNanos;
    for (int i = words - 1; i >= 0; i--) {
      nanos[2 * i + 1] = Math.min(nanos[2 * i + 1], limit);
      nanos[2 * i] = Math.min(nanos[2 * i], nanos[2 * i + 1] - shortest);
      limit = nanos[2 * i];
    }
    return nanos;
  }
}
