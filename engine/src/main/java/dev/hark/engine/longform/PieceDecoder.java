package dev.hark.engine.longform;

/**
 * Turns a piece of audio into text: the model, seen from here. Called by several threads at once.
 */
@FunctionalInterface
public interface PieceDecoder {
  /**
   * Decodes one piece and waits for the result.
   *
   * @param samples mono, 16 kHz; not changed by anybody // [samples]
   * @throws InterruptedException when the thread is interrupted, which cancels the piece
   */
  PieceText decode(float[] samples, DecodeSettings settings) throws InterruptedException;
}
