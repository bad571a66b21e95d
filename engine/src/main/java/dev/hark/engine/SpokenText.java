package dev.hark.engine;

import java.util.function.Consumer;

/**
 * Passes on what a recogniser says while it says it, without the line in front that names the
 * language.
 */
final class SpokenText {
  private static final String TEXT_TAG = "<asr_text>";

  private final Consumer<TextDelta> listener;
  private final StringBuilder before = new StringBuilder();
  private boolean spoken;

  private SpokenText(boolean spoken, Consumer<TextDelta> listener) {
    this.spoken = spoken;
    this.listener = listener;
  }

  /**
   * A filter for one generation.
   *
   * @param forced whether the prompt names the language, so that all output is text
   */
  static SpokenText create(boolean forced, Consumer<TextDelta> listener) {
    return new SpokenText(forced, listener);
  }

  /** Takes the next piece of output. */
  void accept(TextDelta output) {
    String text = output.text();
    if (!spoken) {
      before.append(text);
      int tag = before.indexOf(TEXT_TAG);
      if (tag < 0) {
        return;
      }
      spoken = true;
      text = before.substring(tag + TEXT_TAG.length());
    }
    if (!text.isEmpty()) {
      listener.accept(new TextDelta(text, output.tokens()));
    }
  }
}
