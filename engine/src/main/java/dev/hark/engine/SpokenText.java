package dev.hark.engine;

import java.util.function.Consumer;

/**
 * Passes on what a recogniser says while it says it, without the line in front that names the
 * language.
 */
final class SpokenText {
  private static final String TEXT_TAG = "<asr_text>";

  private final Consumer<String> listener;
  private final StringBuilder before = new StringBuilder();
  private boolean spoken;

  private SpokenText(boolean spoken, Consumer<String> listener) {
    this.spoken = spoken;
    this.listener = listener;
  }

  /**
   * A filter for one generation.
   *
   * @param forced whether the prompt names the language, so that all output is text
   */
  static SpokenText create(boolean forced, Consumer<String> listener) {
    return new SpokenText(forced, listener);
  }

  /** Takes the next piece of output, of any length. */
  void accept(String output) {
    String text = output;
    if (!spoken) {
      before.append(output);
      int tag = before.indexOf(TEXT_TAG);
      if (tag < 0) {
        return;
      }
      spoken = true;
      text = before.substring(tag + TEXT_TAG.length());
    }
    if (!text.isEmpty()) {
      listener.accept(text);
    }
  }
}
