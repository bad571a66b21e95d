package dev.hark.engine.align;

import dev.hark.model.text.AlignerPrompts;

/** Which characters the aligner reads, and where words end; model spec section 9.1. */
final class Characters {
  private Characters() {}

  /** Whether the aligner reads this code point: an apostrophe, a letter or a number. */
  static boolean isKept(int codePoint) {
    return AlignerPrompts.isRead(codePoint);
  }

  /**
   * Whether words end here. The set of Python's {@code str.split()}, which the reference uses;
   * {@link Character#isWhitespace} lacks the no-break spaces and U+0085.
   */
  static boolean isSpace(int codePoint) {
    return (codePoint >= 0x09 && codePoint <= 0x0D)
        || (codePoint >= 0x1C && codePoint <= 0x20)
        || codePoint == 0x85
        || Character.isSpaceChar(codePoint);
  }

  /** Whether this is an ideograph that forms a unit of its own. Kana and Hangul are not. */
  static boolean isIdeograph(int codePoint) {
    return (codePoint >= 0x3400 && codePoint <= 0x4DBF)
        || (codePoint >= 0x4E00 && codePoint <= 0x9FFF)
        || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
        || (codePoint >= 0x20000 && codePoint <= 0x2A6DF)
        || (codePoint >= 0x2A700 && codePoint <= 0x2B73F)
        || (codePoint >= 0x2B740 && codePoint <= 0x2B81F)
        || (codePoint >= 0x2B820 && codePoint <= 0x2CEAF);
  }
}
