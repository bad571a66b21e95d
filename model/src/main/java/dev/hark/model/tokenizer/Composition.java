package dev.hark.model.tokenizer;

import java.text.Normalizer;
import java.text.Normalizer.Form;

/** Canonical composition (NFC) of any text in bounded time. */
final class Composition {
  /**
   * Marks in a row that are ordered together. Ordering takes the square of their number; no writing
   * system puts more than a handful on a letter.
   */
  private static final int MOST_MARKS = 256;

  private static final int MARKS =
      (1 << Character.NON_SPACING_MARK)
          | (1 << Character.COMBINING_SPACING_MARK)
          | (1 << Character.ENCLOSING_MARK);

  private Composition() {}

  /** Half of a surrogate pair has no composed or UTF-8 form; it becomes a replacement character. */
  static String compose(String text) {
    String wellFormed = wellFormed(text);
    if (text.length() <= MOST_MARKS) {
      return Normalizer.normalize(wellFormed, Form.NFC);
    }
    StringBuilder composed = new StringBuilder(text.length());
    int from = 0;
    int marks = 0;
    for (int at = 0; at < wellFormed.length(); ) {
      int c = wellFormed.codePointAt(at);
      at += Character.charCount(c);
      marks = isMark(c) ? marks + 1 : 0;
      if (marks == MOST_MARKS) {
        composed.append(Normalizer.normalize(wellFormed.substring(from, at), Form.NFC));
        from = at;
        marks = 0;
      }
    }
    return composed.isEmpty()
        ? Normalizer.normalize(wellFormed, Form.NFC)
        : composed.append(Normalizer.normalize(wellFormed.substring(from), Form.NFC)).toString();
  }

  private static boolean isMark(int c) {
    return ((MARKS >> Character.getType(c)) & 1) != 0;
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int[] codePoints =
            text.codePoints().map(c -> c >= 0xD800 && c < 0xE000 ? 0xFFFD : c).toArray();
        return new String(codePoints, 0, codePoints.length);
      }
    }
    return text;
  }
}
