package dev.hark.engine.format;

import java.lang.Character.UnicodeScript;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How wide text stands on a screen, after the East Asian Width classes of Unicode (UAX 11). */
final class Columns {
  private Columns() {}

  /** Width of {@code text}: 2 for a full-width character or emoji, 0 for a mark, else 1. */
  static int of(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return text.length();
    }
    int width = 0;
    for (String cluster : clusters(text)) {
      width += cluster.codePoints().map(Columns::of).max().orElse(0);
    }
    return width;
  }

  /** The user-perceived characters of {@code text}. */
  static List<String> clusters(String text) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    List<String> clusters = new ArrayList<>();
    int start = 0;
    for (int end = characters.next(); end != BreakIterator.DONE; end = characters.next()) {
      clusters.add(text.substring(start, end));
      start = end;
    }
    return clusters;
  }

  /** Whether a line may break on both sides of this character although no space stands there. */
  static boolean breaksFreely(int codePoint) {
    UnicodeScript script = UnicodeScript.of(codePoint);
    return script == UnicodeScript.HAN
        || script == UnicodeScript.HIRAGANA
        || script == UnicodeScript.KATAKANA
        || script == UnicodeScript.BOPOMOFO
        || Character.isEmojiPresentation(codePoint)
        || (of(codePoint) == 2 && script != UnicodeScript.HANGUL);
  }

  private static int of(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.CONTROL ->
          0;
      default -> Character.isEmojiPresentation(codePoint) || wide(codePoint) ? 2 : 1;
    };
  }

  private static boolean wide(int c) {
    return (c >= 0x1100 && c <= 0x115f)
        || (c >= 0x2e80 && c <= 0x303e)
        || (c >= 0x3041 && c <= 0xa4cf && c != 0x303f && !(c >= 0x4dc0 && c <= 0x4dff))
        || (c >= 0xa960 && c <= 0xa97c)
        || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0xfe10 && c <= 0xfe19)
        || (c >= 0xfe30 && c <= 0xfe6f)
        || (c >= 0xff01 && c <= 0xff60)
        || (c >= 0xffe0 && c <= 0xffe6)
        || (c >= 0x1f300 && c <= 0x1f64f)
        || (c >= 0x1f900 && c <= 0x1f9ff)
        || (c >= 0x20000 && c <= 0x3fffd);
  }
}
