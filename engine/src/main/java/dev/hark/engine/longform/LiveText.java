package dev.hark.engine.longform;

import dev.hark.engine.TextDelta;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Brings the growing texts of several pieces to one listener in order: the text of the piece in
 * front at once, the text of the others when all before them are done.
 */
final class LiveText {
  private final Consumer<TextDelta> listener;
  private final Map<Long, TextDelta> waiting = new HashMap<>();
  private long front;

  LiveText(Consumer<TextDelta> listener) {
    this.listener = listener;
  }

  /** Takes text of a piece; pieces count from 0. */
  synchronized void accept(long piece, TextDelta text) {
    if (piece == front) {
      listener.accept(text);
    } else if (piece > front) {
      waiting.merge(piece, text, TextDelta::plus);
    }
  }

  /** The piece in front is done; the next takes its place. */
  synchronized void next() {
    front++;
    TextDelta text = waiting.remove(front);
    if (text != null) {
      listener.accept(text);
    }
  }
}
