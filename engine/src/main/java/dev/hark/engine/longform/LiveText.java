package dev.hark.engine.longform;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Brings the growing texts of several pieces to one listener in order: the text of the piece in
 * front at once, the text of the others when all before them are done.
 */
final class LiveText {
  private final Consumer<String> listener;
  private final Map<Long, StringBuilder> waiting = new HashMap<>();
  private long front;

  LiveText(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Takes text of a piece; pieces count from 0. */
  synchronized void accept(long piece, String text) {
    if (piece == front) {
      listener.accept(text);
    } else if (piece > front) {
      waiting.computeIfAbsent(piece, _ -> new StringBuilder()).append(text);
    }
  }

  /** The piece in front is done; the next takes its place. */
  synchronized void next() {
    front++;
    StringBuilder text = waiting.remove(front);
    if (text != null) {
      listener.accept(text.toString());
    }
  }
}
