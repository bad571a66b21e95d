package dev.hark.model.text;

/**
 * Removes the loops that a decoder can fall into: a character or a short pattern repeated more
 * often than anyone says it. Lengths count code points. Source: official Qwen3-ASR post-processing.
 */
public final class Repetitions {
  /** Repetitions that a character may have, and that make a pattern a loop. */
  public static final int THRESHOLD = 20;

  private static final int LONGEST_PATTERN = 20;

  private Repetitions() {}

  /** The text with every loop reduced to one copy. */
  public static String fix(String text) {
    return fix(text, THRESHOLD);
  }

  /**
   * The text with every loop reduced to one copy.
   *
   * @param threshold characters in a row become one above this number, patterns of up to 20
   *     characters from this number on
   */
  static String fix(String text, int threshold) {
    return patterns(characters(text.codePoints().toArray(), threshold), threshold);
  }

  /** Every run of one character above the threshold becomes a single one. */
  private static int[] characters(int[] text, int threshold) {
    int[] fixed = new int[text.length];
    int count = 0;
    for (int at = 0; at < text.length; ) {
      int end = at + 1;
      while (end < text.length && text[end] == text[at]) {
        end++;
      }
      int kept = end - at > threshold ? 1 : end - at;
      for (int i = 0; i < kept; i++) {
        fixed[count++] = text[at];
      }
      at = end;
    }
    return java.util.Arrays.copyOf(fixed, count);
  }

  private static String patterns(int[] text, int threshold) {
    StringBuilder fixed = new StringBuilder(text.length);
    // For each pattern length k, the first place from here on that differs from k places later.
    int[] differs = new int[LONGEST_PATTERN + 1];
    int at = 0;
    while (at <= text.length - 2 * threshold) {
      int length = loopLength(text, at, threshold, differs);
      if (length == 0) {
        fixed.appendCodePoint(text[at++]);
      } else {
        append(fixed, text, at, at + length);
        int copies = (differs[length] - at) / length + 1;
        at += copies * length;
      }
    }
    append(fixed, text, at, text.length);
    return fixed.toString();
  }

  /** Length of the shortest pattern that repeats from here at least as often as the threshold. */
  private static int loopLength(int[] text, int at, int threshold, int[] differs) {
    for (int k = 1; k <= LONGEST_PATTERN && at + k * threshold <= text.length; k++) {
      int place = Math.max(differs[k], at);
      while (place + k < text.length && text[place] == text[place + k]) {
        place++;
      }
      differs[k] = place;
      if (place - at >= k * (threshold - 1)) {
        return k;
      }
    }
    return 0;
  }

  private static void append(StringBuilder out, int[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      out.appendCodePoint(text[i]);
    }
  }
}
