package dev.hark.engine.graph;

/**
 * Keys and values of a stretch of a sequence, kept outside of the cache's rows. Whoever has it
 * frees it.
 */
public final class KvBlock implements AutoCloseable {
  private final NativeMemory values; // floats [2 * layers, kvHeads, positions, headDim]
  private final int positions;

  KvBlock(NativeMemory values, int positions) {
    this.values = values;
    this.positions = positions;
  }

  /** Positions of the sequence that it holds. */
  public int positions() {
    return positions;
  }

  NativeMemory values() {
    return values;
  }

  @Override
  public void close() {
    values.close();
  }
}
