package dev.hark.engine.graph;

import dev.hark.engine.Precision;
import dev.hark.model.network.Linear;

/**
 * How the weights of a network are stored: bits for each role of a linear layer, and how many
 * weights share a scale.
 *
 * @param blockSize weights along the input dimension that share one scale, a power of two from 16
 */
record Recipe(Precision precision, int blockSize) {
  private static final int BLOCK_SIZE = 256;
  private static final int BLOCK_SIZE_4_BITS = 32;
  private static final int LONG_INPUTS = 2048;

  static Recipe of(Precision precision) {
    return new Recipe(precision, BLOCK_SIZE);
  }

  /** Bits of a weight: 4, 8 or 32. */
  int bits(Linear.Role role) {
    return switch (precision) {
      case F32 -> 32;
      case Q8 -> 8;
      case Q4 -> role == Linear.Role.DECODER ? 4 : 8;
    };
  }

  /**
   * Block size of a layer. Long inputs take the usual one and pad the last block; short ones take
   * the largest that divides them.
   */
  int blockSize(Linear layer) {
    int block = bits(layer.role()) == 4 ? BLOCK_SIZE_4_BITS : blockSize;
    if (layer.inputs() >= LONG_INPUTS) {
      return block;
    }
    while (block > 16 && layer.inputs() % block != 0) {
      block /= 2;
    }
    return block;
  }

  /** Whether steps of the decoder read keys and values in 8 bits. */
  boolean quantizedCache() {
    return precision != Precision.F32;
  }
}
