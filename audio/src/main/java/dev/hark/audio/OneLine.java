package dev.hark.audio;

/** Text of foreign origin made fit for a one-line message. */
final class OneLine {
  private static final int MOST_CODE_POINTS = 300;

  private OneLine() {}

  /** The text with control characters and line ends as "?", cut where it grows too long. */
  static String of(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(MOST_CODE_POINTS)
        .map(c -> isUnprintable(c) ? '?' : c)
        .forEach(line::appendCodePoint);
    return text.codePointCount(0, text.length()) > MOST_CODE_POINTS
        ? line.append("...").toString()
        : line.toString();
  }

  private static boolean isUnprintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      case Character.SURROGATE, Character.UNASSIGNED -> true;
      default -> false;
    };
  }
}
