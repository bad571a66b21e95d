package dev.hark.engine.format;

import java.lang.Character.UnicodeScript;
import java.util.List;

/**
 * The smallest run of text a subtitle never splits: a word, or one character of a script without
 * spaces.
 *
 * @param text the characters, not blank, without white space at the ends
 * @param spaced whether a space parts it from the piece before on the same line
 * @param startMs when it starts; never before the piece before it
 * @param endMs when it ends; at or after {@code startMs}
 * @param columns width of {@code text}
 * @param endsSegment whether it is the last of its segment
 */
record Piece(
    String text, boolean spaced, long startMs, long endMs, int columns, boolean endsSegment) {
  private static final String SENTENCE_ENDS = ".!?…。！？｡؟।॥؛";
  private static final String CLAUSE_ENDS = ",;:、，；：،—–";
  private static final int SHORT_WORD = 3;
  private static final String CLOSERS = "\"')]}»”’」』）】》〉";

  /** Columns it adds to a line that already has text. */
  int advance() {
    return columns + (spaced ? 1 : 0);
  }

  boolean endsSentence() {
    return endsWithOneOf(SENTENCE_ENDS);
  }

  boolean endsClause() {
    return endsWithOneOf(CLAUSE_ENDS);
  }

  private boolean endsWithOneOf(String marks) {
    int last = text.length() - 1;
    while (last > 0 && CLOSERS.indexOf(text.charAt(last)) >= 0) {
      last--;
    }
    return marks.indexOf(text.charAt(last)) >= 0;
  }

  /**
   * Whether a break after this piece would part what belongs together: a short word, mostly an
   * article or preposition, from the word after it, or a Japanese word from its ending.
   */
  boolean clingsTo(Piece next) {
    if (endsClause() || endsSentence()) {
      return false;
    }
    return next.spaced()
        ? columns <= SHORT_WORD
        : UnicodeScript.of(next.text().codePointAt(0)) == UnicodeScript.HIRAGANA;
  }

  /** The pieces as they stand on one line. */
  static String line(List<Piece> pieces) {
    StringBuilder line = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.spaced() && !line.isEmpty()) {
        line.append(' ');
      }
      line.append(piece.text());
    }
    return line.toString();
  }

  /** Width of the pieces on one line. */
  static int columns(List<Piece> pieces) {
    int width = 0;
    for (Piece piece : pieces) {
      width += width == 0 ? piece.columns() : piece.advance();
    }
    return width;
  }
}
