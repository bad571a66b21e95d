package dev.hark.model.tokenizer;

import java.util.function.Consumer;

/**
 * Cuts text into the pieces that byte pairs are merged within. It is the pattern of Qwen2,
 *
 * <pre>{@code
 * (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*
 * |\s*[\r\n]+|\s+(?!\S)|\s+
 * }</pre>
 *
 * written as a scanner, which takes linear time whatever the text.
 */
final class PreTokenizer {
  /** The pattern as tokenizer.json states it. */
  static final String PATTERN =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}|"
          + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final int LETTERS =
      (1 << Character.UPPERCASE_LETTER)
          | (1 << Character.LOWERCASE_LETTER)
          | (1 << Character.TITLECASE_LETTER)
          | (1 << Character.MODIFIER_LETTER)
          | (1 << Character.OTHER_LETTER);
  private static final int NUMBERS =
      (1 << Character.DECIMAL_DIGIT_NUMBER)
          | (1 << Character.LETTER_NUMBER)
          | (1 << Character.OTHER_NUMBER);

  private final String text;

  private PreTokenizer(String text) {
    this.text = text;
  }

  /** Hands over the pieces in order; together they are the text. */
  static void split(String text, Consumer<String> pieces) {
    PreTokenizer scanner = new PreTokenizer(text);
    int at = 0;
    while (at < text.length()) {
      int end = scanner.pieceEnd(at);
      pieces.accept(text.substring(at, end));
      at = end;
    }
  }

  private int pieceEnd(int at) {
    int first = text.codePointAt(at);
    int next = at + Character.charCount(first);
    if (first == '\'') {
      int end = contractionEnd(next);
      if (end > next) {
        return end;
      }
    }
    if (isLetter(first)) {
      return lettersEnd(next);
    }
    if (isNumber(first)) {
      return next;
    }
    boolean breaksLine = first == '\r' || first == '\n';
    if (!breaksLine && next < text.length() && isLetter(text.codePointAt(next))) {
      return lettersEnd(next);
    }
    if (first == ' ' && next < text.length() && isMark(text.codePointAt(next))) {
      return marksEnd(next);
    }
    return isSpace(first) ? spaceEnd(at) : marksEnd(at);
  }

  /** End of the letters of an English contraction behind its apostrophe, or {@code from}. */
  private int contractionEnd(int from) {
    int first = lowerAscii(from);
    int second = lowerAscii(from + 1);
    return switch (first) {
      case 's', 't', 'm', 'd' -> from + 1;
      case 'r', 'v' -> second == 'e' ? from + 2 : from;
      case 'l' -> second == 'l' ? from + 2 : from;
      default -> from;
    };
  }

  private int lowerAscii(int at) {
    if (at >= text.length()) {
      return -1;
    }
    char c = text.charAt(at);
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  private int lettersEnd(int from) {
    int at = from;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!isLetter(c)) {
        break;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  /** A run that is neither letter, number nor space, and the line breaks behind it. */
  private int marksEnd(int from) {
    int at = from;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!isMark(c)) {
        break;
      }
      at += Character.charCount(c);
    }
    while (at < text.length() && (text.charAt(at) == '\r' || text.charAt(at) == '\n')) {
      at++;
    }
    return at;
  }

  /**
   * A run of white space up to its last line break; without one, all of it at the end of the text,
   * and otherwise all but its last character, which goes with what follows.
   */
  private int spaceEnd(int from) {
    int end = from;
    int afterBreak = from;
    while (end < text.length() && isSpace(text.charAt(end))) {
      char c = text.charAt(end++);
      if (c == '\r' || c == '\n') {
        afterBreak = end;
      }
    }
    if (afterBreak > from) {
      return afterBreak;
    }
    return end == text.length() || end == from + 1 ? end : end - 1;
  }

  private static boolean isLetter(int c) {
    return ((LETTERS >> Character.getType(c)) & 1) != 0;
  }

  private static boolean isNumber(int c) {
    return ((NUMBERS >> Character.getType(c)) & 1) != 0;
  }

  private static boolean isMark(int c) {
    return (((LETTERS | NUMBERS) >> Character.getType(c)) & 1) == 0 && !isSpace(c);
  }

  /** Unicode White_Space; all of it lies in the basic plane. */
  private static boolean isSpace(int c) {
    return c == ' '
        || (c >= 9 && c <= 13)
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
}
