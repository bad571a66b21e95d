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
  static final int WINDOW_SAMPLES = 180 * PcmStream.SAMPLE_RATE_HZ;

  /** Times in the last part of a window that has audio behind it are not believed. */
  private static final int UNSURE_MS = 20_000;

  /** Where the pause is sought at which the next window starts. */
  private static final int PAUSE_SEARCH_MS = 60_000;

  /** How far to go on when no word of a window could be believed. */
  private static final int SKIP_SAMPLES = 120 * PcmStream.SAMPLE_RATE_HZ;

  /** Words given to a window, relative to those expected in it from the average rate. */
  private static final double SURPLUS = 1.3;

  private static final int SURPLUS_WORDS = 20;
  private static final int SAMPLES_PER_MS = PcmStream.SAMPLE_RATE_HZ / 1000;

  private LongAlignment() {}

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
   * @return start and end in milliseconds from the start of the audio // [2 * words]
   */
  static int[] align(int samples, int words, Window model) {
    int[] times = new int[2 * words];
    int sample = 0;
    int word = 0;
    while (word < words && samples - sample > WINDOW_SAMPLES) {
      double share = WINDOW_SAMPLES / (double) (samples - sample);
      int wanted = (int) Math.ceil((words - word) * share * SURPLUS) + SURPLUS_WORDS;
      int to = Math.min(model.lastThatFits(word, WINDOW_SAMPLES), Math.min(words, word + wanted));
      int[] window = model.align(sample, sample + WINDOW_SAMPLES, word, to);
      int believed = believed(window);
      copy(window, believed, sample, times, word);
      word += believed;
      sample += believed == 0 ? SKIP_SAMPLES : cut(window, believed) * SAMPLES_PER_MS;
    }
    if (word < words) {
      int[] window = model.align(sample, samples, word, words);
      copy(window, words - word, sample, times, word);
    }
    return times;
  }

  /** How many words of a window to take: those before the widest pause of its sure part's end. */
  private static int believed(int[] window) {
    int limit = WINDOW_SAMPLES / SAMPLES_PER_MS - UNSURE_MS;
    int sure = 0;
    while (2 * sure < window.length && window[2 * sure + 1] <= limit) {
      sure++;
    }
    int best = sure;
    int widest = 0;
    for (int i = sure; i > 0 && window[2 * i - 1] >= limit - PAUSE_SEARCH_MS; i--) {
      int pause = 2 * i < window.length ? window[2 * i] - window[2 * i - 1] : 0;
      if (pause > widest) {
        widest = pause;
        best = i;
      }
    }
    return best;
  }

  /** Where the next window starts, in milliseconds: in the pause behind the last believed word. */
  private static int cut(int[] window, int believed) {
    int end = window[2 * believed - 1];
    int next = 2 * believed < window.length ? window[2 * believed] : end;
    int limit = WINDOW_SAMPLES / SAMPLES_PER_MS - UNSURE_MS;
    return Math.max(1, (end + Math.min(next, Math.max(end, limit))) / 2);
  }

  private static void copy(int[] window, int count, int fromSample, int[] times, int word) {
    for (int i = 0; i < 2 * count; i++) {
      times[2 * word + i] = window[i] + fromSample / SAMPLES_PER_MS;
    }
  }
}
