package dev.hark.engine.longform;

import dev.hark.engine.Alignment;

/** Finds the times of a piece's words; {@code ForcedAligner::align} is one. */
@FunctionalInterface
public interface PieceAligner {
  /**
   * Aligns a text with its audio.
   *
   * @param samples mono, 16 kHz
   * @param language English name, empty when unknown
   * @return words with times from the start of the samples
   */
  Alignment align(float[] samples, String text, String language);
}
