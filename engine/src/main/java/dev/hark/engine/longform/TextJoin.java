package dev.hark.engine.longform;

import java.lang.Character.UnicodeScript;
import java.util.List;

/** Joins what was said about the pieces of one recording; model spec section 7. */
public final class TextJoin {
  private TextJoin() {}

  /**
   * The texts in order, with a space at a joint where the script wants one. Chinese, Japanese,
   * Thai, Lao, Khmer and Burmese are written without.
   */
  public static String texts(List<String> texts) {
    StringBuilder joined = new StringBuilder();
    for (String text : texts) {
      if (wantsSpace(joined, text)) {
        joined.append(' ');
      }
      joined.append(text);
    }
    return joined.toString();
  }

  /** The names in order, joined by commas; blank ones and immediate repetitions are dropped. */
  public static String languages(List<String> languages) {
    StringBuilder joined = new StringBuilder();
    String last = "";
    for (String language : languages) {
      String name = language.strip();
      if (!name.isEmpty() && !name.equals(last)) {
        joined.append(joined.isEmpty() ? "" : ",").append(name);
        last = name;
      }
    }
    return joined.toString();
  }

  private static boolean wantsSpace(CharSequence left, String right) {
    if (left.isEmpty() || right.isEmpty()) {
      return false;
    }
    int before = Character.codePointBefore(left, left.length());
    int after = right.codePointAt(0);
    return !isSpace(before)
        && !isSpace(after)
        && !closes(after)
        && !isUnspaced(before)
        && !isUnspaced(after);
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  /** Whether a mark belongs to what stands before it. */
  private static boolean closes(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.END_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK ->
          true;
      case Character.OTHER_PUNCTUATION -> "\"'\u00BF\u00A1#&@*\u00A7".indexOf(codePoint) < 0;
      default -> false;
    };
  }

  private static boolean isUnspaced(int codePoint) {
    if ((codePoint >= 0x3000 && codePoint <= 0x303F)
        || (codePoint >= 0xFF00 && codePoint <= 0xFFEF)) {
      return true;
    }
    return switch (UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
