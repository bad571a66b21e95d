package dev.hark.model.text;

import java.util.ArrayList;
import java.util.List;

/**
 * White space and line breaks as the reference implementation's language has them: Unicode
 * White_Space and the separators U+001C to U+001F.
 */
final class WhiteSpace {
  private WhiteSpace() {}

  static boolean isSpace(int c) {
    return c == ' '
        || (c >= 9 && c <= 13)
        || (c >= 0x1C && c <= 0x1F)
        || c == 0x85
        || c == 0xA0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  /** The text without white space at its ends. */
  static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** The lines of a text, whichever Unicode line break ends them; empty lines included. */
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isBreak(text.charAt(i))) {
        lines.add(text.substring(from, i));
        from = i + 1;
      }
    }
    lines.add(text.substring(from));
    return lines;
  }

  private static boolean isBreak(char c) {
    return (c >= '\n' && c <= '\r')
        || (c >= 0x1C && c <= 0x1E)
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }
}
