package dev.hark.train.synth;

import dev.hark.train.data.Levels;
import dev.hark.train.data.TimedWord;
import java.util.List;
import java.util.random.RandomGenerator;

/** Gives speech a level and pauses around it, as recordings have. */
final class ClipFinish {
  private static final int HZ = 16_000;
  private static final float SILENT = 0.002f;
  private static final int LEAST_SAMPLES = HZ / 2;

  private ClipFinish() {}

  static Speech apply(Speech speech, RandomGenerator random) {
    float[] samples = speech.samples();
    int from = 0;
    int to = samples.length;
    while (from < to && Math.abs(samples[from]) < SILENT) {
      from++;
    }
    while (to > from && Math.abs(samples[to - 1]) < SILENT) {
      to--;
    }
    int lead = pause(random);
    int tail = pause(random);
    int length = Math.max(LEAST_SAMPLES, lead + to - from + tail);
    float[] clip = new float[length];
    System.arraycopy(samples, from, clip, lead, to - from);
    double shift = (lead - from) / (double) HZ;
    Levels.scale(clip, Levels.ofDecibels(random.nextDouble(-18, -1)) / Levels.peak(clip));
    List<TimedWord> words =
        speech.words().stream()
            .map(word ->
                new TimedWord(
                    word.text(),
                    Math.max(0, word.start() + shift),
                    Math.min(length / (double) HZ, word.end() + shift)))
            .toList();
    return new Speech(clip, words);
  }

  /** 50 to 400 ms, seldom up to a second. */
  private static int pause(RandomGenerator random) {
    double seconds =
        random.nextInt(10) == 0 ? random.nextDouble(0.4, 1) : random.nextDouble(0.05, 0.4);
    return (int) (seconds * HZ);
  }
}
