package dev.hark.engine.align;

import dev.hark.audio.PcmStream;

/**
 * Aligns a text with audio that is longer than the model can take at once: window after window,
 * each with somewhat more words than it should hold.
 *
 * <p>Words that are not in a window pile up at its end, so only those well before the end are
 * believed. The next window starts in the widest pause among the last believed ones, with the words
 * from there on. Words without times are never dropped: what is left at the end goes into the last
 * window.
 */
final class LongAlignment {
  /** Longest audio that is aligned at once; beyond, times drift. */
  static final int LONGEST_WINDOW = 180 * PcmStream.SAMPLE_RATE_HZ;

  /** Times in the last of so many parts of a window that has audio behind it are not believed. */
  private static final int UNSURE_PARTS = 9;

  /** Words given to a window, relative to those expected in it from the average rate. */
  private static final double SURPLUS = 1.3;

  /** And more of them, one for each so many milliseconds of a window. */
  private static final int MS_PER_SURPLUS_WORD = 9_000;

  private static final int SAMPLES_PER_MS = PcmStream.SAMPLE_RATE_HZ / 1000;

  private final int windowSamples;

  /** Times from here on are not believed. */
  private final int limitMs;

  /** Before that, where the pause is sought at which the next window starts. */
  private final int pauseSearchMs;

  private LongAlignment(int windowSamples) {
    this.windowSamples = windowSamples;
    int windowMs = windowSamples / SAMPLES_PER_MS;
    this.limitMs = windowMs - windowMs / UNSURE_PARTS;
    this.pauseSearchMs = windowMs / 3;
  }

  /** The model for one window. */
  interface Window {
    /**
     * Times of the words [fromWord, toWord) in the samples [fromSample, toSample).
     *
     * @return repaired start and end in milliseconds from {@code fromSample} // [2 * words]
     */
    int[] align(int fromSample, int toSample, int fromWord, int toWord);

    /** The largest end for which the words [fromWord, end) fit into a window. */
    int lastThatFits(int fromWord, int samples);
  }

  /**
   * Aligns {@code words} words with {@code samples} samples.
   *
   * @param windowSamples the longest audio that is aligned at once
   * @return start and end in milliseconds from the start of the audio // [2 * words]
   */
  static int[] align(int samples, int words, int windowSamples, Window model) {
    return new LongAlignment(windowSamples).align(samples, words, model);
  }

  private int[] align(int samples, int words, Window model) {
    int[] times = new int[2 * words];
    int sample = 0;
    int word = 0;
    while (word < words && samples - sample > windowSamples) {
      double share = windowSamples / (double) (samples - sample);
      int wanted =
          (int) Math.ceil((words - word) * share * SURPLUS)
              + windowSamples / SAMPLES_PER_MS / MS_PER_SURPLUS_WORD;
      int to = Math.min(model.lastThatFits(word, windowSamples), Math.min(words, word + wanted));
      int[] window = model.align(sample, sample + windowSamples, word, to);
      int believed = believed(window);
      copy(window, believed, sample, times, word);
      word += believed;
      sample += believed == 0 ? windowSamples / 3 * 2 : cut(window, believed) * SAMPLES_PER_MS;
    }
    if (word < words) {
      int[] window = model.align(sample, samples, word, words);
      copy(window, words - word, sample, times, word);
    }
    return times;
  }

  /** How many words of a window to take: those before the widest pause of its sure part's end. */
  private int believed(int[] window) {
    int sure = 0;
    while (2 * sure < window.length && window[2 * sure + 1] <= limitMs) {
      sure++;
    }
    int best = sure;
    int widest = 0;
    for (int i = sure; i > 0 && window[2 * i - 1] >= limitMs - pauseSearchMs; i--) {
      int pause = 2 * i < window.length ? window[2 * i] - window[2 * i - 1] : 0;
      if (pause > widest) {
        widest = pause;
        best = i;
      }
    }
    return best;
  }

  /** Where the next window starts, in milliseconds: in the pause behind the last believed word. */
  private int cut(int[] window, int believed) {
    int end = window[2 * believed - 1];
    int next = 2 * believed < window.length ? window[2 * believed] : end;
    return Math.max(1, (end + Math.min(next, Math.max(end, limitMs))) / 2);
  }

  private static void copy(int[] window, int count, int fromSample, int[] times, int word) {
    for (int i = 0; i < 2 * count; i++) {
      times[2 * word + i] = window[i] + fromSample / SAMPLES_PER_MS;
    }
  }
}
