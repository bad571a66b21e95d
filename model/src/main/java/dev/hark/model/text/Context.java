package dev.hark.model.text;

/** Background text from a caller, such as names that occur, made safe for a prompt. */
final class Context {
  private static final String TEXT_TAG = "<asr_text>";

  private Context() {}

  /**
   * The text without anything that looks like a control token, {@code <|...|>} or {@code
   * <asr_text>}, so that it cannot end its turn in the prompt. What only comes together when
   * something was removed is removed as well.
   */
  static String sanitised(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      kept.append(text.charAt(i));
      if (text.charAt(i) == '>') {
        kept.setLength(kept.length() - tokenLength(kept));
      }
    }
    return kept.toString();
  }

  /** Length of the control token that the text ends with, or 0. */
  private static int tokenLength(StringBuilder text) {
    int length = text.length();
    if (length >= TEXT_TAG.length()
        && text.substring(length - TEXT_TAG.length()).equals(TEXT_TAG)) {
      return TEXT_TAG.length();
    }
    if (length < 4 || text.charAt(length - 2) != '|') {
      return 0;
    }
    for (int i = length - 3; i > 0; i--) {
      if (text.charAt(i) == '|') {
        return text.charAt(i - 1) == '<' ? length - i + 1 : 0;
      }
    }
    return 0;
  }
}
