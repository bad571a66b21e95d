package dev.hark.cli;

/** Text in the columns of a terminal, where characters of East Asian scripts take two. */
final class Columns {
  private static final int FIRST_WIDE = 0x1100;
  private static final int SHORTEST = 6;

  private Columns() {}

  /** The end of a name behind dots if it does not fit; nothing if there is no room at all. */
  static String shortened(String name, int columns) {
    if (width(name) <= columns) {
      return name;
    }
    if (columns < SHORTEST) {
      return "";
    }
    int from = 0;
    while (width(name.substring(from)) > columns - 3) {
      from = name.offsetByCodePoints(from, 1);
    }
    return "..." + name.substring(from);
  }

  /** The beginning of a text that fits. */
  static String cut(String text, int columns) {
    int to = text.length();
    while (to > 0 && width(text.substring(0, to)) > columns) {
      to = text.offsetByCodePoints(to, -1);
    }
    return text.substring(0, to);
  }

  static int width(String text) {
    return text.codePoints().map(c -> c < FIRST_WIDE ? 1 : 2).sum();
  }
}
