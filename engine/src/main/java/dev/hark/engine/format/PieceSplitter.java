package dev.hark.engine.format;

import java.lang.Character.UnicodeScript;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts text where a line may break: at white space, between characters of scripts written without
 * spaces, and between Thai words. Katakana stays together, closing marks stay with what they close,
 * as in UAX 14.
 */
final class PieceSplitter {
  private static final String NEVER_FIRST =
      "!%),.:;?]}¢°’”‰′″℃、。々〉》」』】〕〗〞〟！＂％＇），．：；？］｝～…‥·・ー" + "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ゛゜ゝゞヽヾ";
  private static final String NEVER_LAST = "$([{£¥‘“〈《「『【〔〖〝＄（［｛￡￥";

  private PieceSplitter() {}

  /**
   * A run of text between two places where a line may break.
   *
   * @param text without white space
   * @param spaced whether white space stood before it
   */
  record Run(String text, boolean spaced) {}

  /** The runs of {@code text} in order; control characters are dropped. */
  static List<Run> split(String text) {
    List<Run> runs = new ArrayList<>();
    boolean spaced = false;
    for (String chunk : clean(text).split(" ", -1)) {
      boolean first = true;
      for (String run : splitChunk(chunk)) {
        runs.add(new Run(run, first && spaced));
        first = false;
      }
      spaced = true;
    }
    return runs;
  }

  /** {@code text} with white space as single spaces and without control characters. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
              clean.append(' ');
            }
          } else if (!Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE) {
            clean.appendCodePoint(c);
          }
        });
    return clean.toString().strip();
  }

  private static List<String> splitChunk(String chunk) {
    if (chunk.isEmpty()) {
      return List.of();
    }
    if (chunk.chars().allMatch(c -> c < 0x0e00)) {
      return List.of(chunk);
    }
    BreakIterator thai = thaiWords(chunk);
    List<String> runs = new ArrayList<>();
    int start = 0;
    int at = 0;
    for (String cluster : Columns.clusters(chunk)) {
      if (at > start && mayBreak(chunk, at, thai)) {
        runs.add(chunk.substring(start, at));
        start = at;
      }
      at += cluster.length();
    }
    runs.add(chunk.substring(start));
    return runs;
  }

  private static boolean mayBreak(String chunk, int at, BreakIterator thai) {
    int before = chunk.codePointBefore(at);
    int after = chunk.codePointAt(at);
    if (NEVER_FIRST.indexOf(after) >= 0 || NEVER_LAST.indexOf(before) >= 0) {
      return false;
    }
    if (UnicodeScript.of(before) == UnicodeScript.THAI
        && UnicodeScript.of(after) == UnicodeScript.THAI) {
      return thai.isBoundary(at);
    }
    if (isKatakana(before) && isKatakana(after)) {
      return false; // mostly one borrowed word
    }
    return Columns.breaksFreely(before) || Columns.breaksFreely(after);
  }

  private static boolean isKatakana(int codePoint) {
    return codePoint == 'ー' || UnicodeScript.of(codePoint) == UnicodeScript.KATAKANA;
  }

  private static BreakIterator thaiWords(String text) {
    BreakIterator words = BreakIterator.getWordInstance(Locale.of("th"));
    words.setText(text);
    return words;
  }
}
