package dev.hark.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Joins recordings into one, with pauses or without, as somebody might have said it in one go. */
final class Splicer {
  private static final int HZ = 16_000;
  private static final double LONGEST_GAP_SECONDS = 0.4;
  private static final int FADE = HZ / 200;

  private Splicer() {}

  /**
   * Recordings in one.
   *
   * @param shifts by how many samples each lies later in it than by itself; negative if earlier
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Joined(float[] samples, int[] shifts) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Part(float[] samples, int cut) {}

  /** The joined recordings; the arrays given are not changed. */
  static Joined join(List<float[]> recordings, RandomGenerator random) {
    List<float[]> parts = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    int[] shifts = new int[recordings.size()];
    int end = random.nextInt((int) (LONGEST_GAP_SECONDS * HZ));
    // Some speak in one breath, some read digit by digit.
    double longestGap = random.nextDouble(0.02, LONGEST_GAP_SECONDS);
    for (float[] recording : recordings) {
      Part trimmed = trimmed(recording, random);
      float[] part = trimmed.samples();
      Levels.scale(part, Levels.ofDecibels(random.nextDouble(-2, 2)));
      fadeEdges(part);
      shifts[starts.size()] = end - trimmed.cut();
      starts.add(end);
      parts.add(part);
      end += part.length + (int) (random.nextDouble(longestGap) * HZ);
    }
    int length = end + random.nextInt((int) (LONGEST_GAP_SECONDS * HZ));
    float[] joined = new float[length];
    if (random.nextBoolean()) {
      float[] floor = Noise.choose(random).samples(length, random);
      double level = Levels.ofDecibels(random.nextDouble(-70, -45));
      for (int i = 0; i < length; i++) {
        joined[i] = (float) (level * floor[i]);
      }
    }
    for (int i = 0; i < parts.size(); i++) {
      float[] part = parts.get(i);
      for (int k = 0; k < part.length; k++) {
        joined[starts.get(i) + k] += part[k];
      }
    }
    return new Joined(joined, shifts);
  }

  /** Without most of the quiet before and after; what counts as quiet depends on the peak. */
  private static Part trimmed(float[] samples, RandomGenerator random) {
    float quiet = Levels.peak(samples) * 0.03f;
    int from = 0;
    int to = samples.length;
    while (from < to && Math.abs(samples[from]) <= quiet) {
      from++;
    }
    while (to > from && Math.abs(samples[to - 1]) <= quiet) {
      to--;
    }
    if (from == to) {
      return new Part(samples.clone(), 0);
    }
    int margin = (int) (HZ * random.nextDouble(0.015, 0.08));
    from = Math.max(0, from - margin);
    to = Math.min(samples.length, to + margin);
    float[] part = new float[to - from];
    System.arraycopy(samples, from, part, 0, part.length);
    return new Part(part, from);
  }

  private static void fadeEdges(float[] samples) {
    int fade = Math.min(FADE, samples.length / 2);
    for (int i = 0; i < fade; i++) {
      float gain = (i + 1f) / (fade + 1);
      samples[i] *= gain;
      samples[samples.length - 1 - i] *= gain;
    }
  }
}
