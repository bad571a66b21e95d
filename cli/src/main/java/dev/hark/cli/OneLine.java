package dev.hark.cli;

/** Text of foreign origin made safe for one line of a terminal. */
final class OneLine {
  private OneLine() {}

  /** Replaces line breaks by blanks and other control characters by their escapes. */
  static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.strip()
        .codePoints()
        .forEach(c -> {
          if (c == '\n' || c == '\r' || c == '\t') {
            line.append(' ');
          } else if (Character.isISOControl(c)) {
            line.append("\\x%02x".formatted(c));
          } else {
            line.appendCodePoint(c);
          }
        });
    return line.toString();
  }
}
