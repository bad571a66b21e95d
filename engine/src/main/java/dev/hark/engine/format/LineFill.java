package dev.hark.engine.format;

/** Counts the lines that pieces need when each line is filled as far as it goes. */
final class LineFill {
  private final int maxWidth;
  private final int maxWords;
  private int lines;
  private int width;
  private int words;

  /**
   * @param maxWidth columns of a line; a wider piece gets a line of its own
   * @param maxWords pieces of a line, 0 for no limit
   */
  LineFill(int maxWidth, int maxWords) {
    this.maxWidth = maxWidth;
    this.maxWords = maxWords;
  }

  void add(Piece piece) {
    boolean fits =
        lines > 0 && width + piece.advance() <= maxWidth && (maxWords == 0 || words < maxWords);
    if (fits) {
      width += piece.advance();
      words++;
    } else {
      lines++;
      width = piece.columns();
      words = 1;
    }
  }

  int lines() {
    return lines;
  }
}
