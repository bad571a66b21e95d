package dev.hark.engine.longform;

import dev.hark.engine.TextDelta;
import java.util.function.Consumer;

/**
 * Turns a piece of audio into text: the model, seen from here. Called by several threads at once.
 */
@FunctionalInterface
public interface PieceDecoder {
  /**
   * Decodes one piece and waits for the result.
   *
   * @param samples mono, 16 kHz; not changed by anybody // [samples]
   * @param text hears the transcript while it grows
   * @throws InterruptedException when the thread is interrupted, which cancels the piece
   */
  PieceText decode(float[] samples, DecodeSettings settings, Consumer<TextDelta> text)
      throws InterruptedException;
}
