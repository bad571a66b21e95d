package dev.hark.engine;

/** How a network's weights are stored. Activations are 32-bit floats throughout. */
public enum Precision {
  /** 32-bit floats: the reference, twice the memory of the checkpoint. */
  F32,
  /** 8 bits in blocks with one scale each: the default, about half the size of the checkpoint. */
  Q8,
  /** Decoder in 4 bits, encoder and head in 8: the smallest, and the least exact. */
  Q4
}
