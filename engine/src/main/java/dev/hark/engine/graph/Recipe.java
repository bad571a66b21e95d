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
  private static final int BLOCK_SIZE = 128;
  private static final int BLOCK_SIZE_4_BITS = 32;

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

  /** The largest block size that divides the inputs of a layer, so that no block is padded. */
  int blockSize(Linear layer) {
    int block = bits(layer.role()) == 4 ? BLOCK_SIZE_4_BITS : blockSize;
    while (block > 16 && layer.inputs() % block != 0) {
      block /= 2;
    }
    return block;
  }
}
