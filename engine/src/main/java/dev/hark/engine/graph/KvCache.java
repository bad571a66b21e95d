package dev.hark.engine.graph;

import dev.hark.model.TextDecoderConfig;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Keys and values of several sequences, one row each, that the decoder reads and extends in place.
 * Rows {@code 0} to {@code rows - 1} are one tensor {@code [rows, kvHeads, capacity, headDim]} per
 * layer, so a batch is always the first rows and one row is a contiguous slice.
 */
final class KvCache implements AutoCloseable {
  private static final int GRANULE_TOKENS = 128;

  private final TextDecoderConfig config;
  private final int rows;
  private final int[] lengths; // [rows], tokens in the cache
  private NativeFloats[] tensors; // [2 * layers], keys and values in turn
  private int capacity;

  private KvCache(TextDecoderConfig config, int rows) {
    this.config = config;
    this.rows = rows;
    this.lengths = new int[rows];
    this.tensors = new NativeFloats[0];
  }

  static KvCache create(TextDecoderConfig config, int rows) {
    return new KvCache(config, rows);
  }

  int rows() {
    return rows;
  }

  /** Tokens that a row has room for. */
  int capacity() {
    return capacity;
  }

  /** Tokens of a row. */
  int length(int row) {
    return lengths[row];
  }

  void length(int row, int tokens) {
    lengths[row] = tokens;
  }

  /**
   * Makes room for sequences of so many tokens; what rows hold is kept. Returns if memory moved.
   */
  boolean reserve(int tokens) {
    if (tokens <= capacity) {
      return false;
    }
    int wanted = (tokens + GRANULE_TOKENS - 1) / GRANULE_TOKENS * GRANULE_TOKENS;
    resize(wanted);
    return true;
  }

  /** Gives the memory back when no row is in use. */
  void release() {
    for (NativeFloats tensor : tensors) {
      tensor.close();
    }
    tensors = new NativeFloats[0];
    capacity = 0;
    Arrays.fill(lengths, 0);
  }

  private void resize(int newCapacity) {
    NativeFloats[] larger = new NativeFloats[2 * config.layers()];
    for (int i = 0; i < larger.length; i++) {
      larger[i] = NativeFloats.allocate((long) rows * rowFloats(newCapacity));
    }
    for (int i = 0; i < tensors.length; i++) {
      for (int row = 0; row < rows; row++) {
        copy(tensors[i], row, capacity, larger[i], row, newCapacity, lengths[row]);
      }
      tensors[i].close();
    }
    tensors = larger;
    capacity = newCapacity;
  }

  /** Makes a row hold the first tokens of another. */
  void copy(int from, int to, int tokens) {
    for (NativeFloats tensor : tensors) {
      copy(tensor, from, capacity, tensor, to, capacity, tokens);
    }
    lengths[to] = tokens;
  }

  /** Copies a row's tokens over another row, which takes its place. */
  void move(int from, int to) {
    copy(from, to, lengths[from]);
    lengths[from] = 0;
  }

  /** A copy of a row's tokens from one to before another. */
  KvBlock save(int row, int from, int to) {
    int tokens = to - from;
    int width = config.headDim();
    NativeFloats saved =
        NativeFloats.allocate((long) tensors.length * config.kvHeads() * tokens * width);
    long at = 0;
    for (NativeFloats tensor : tensors) {
      for (int head = 0; head < config.kvHeads(); head++) {
        tensor.copy(position(row, head, from), saved, at, (long) tokens * width);
        at += (long) tokens * width;
      }
    }
    return new KvBlock(saved, tokens);
  }

  /** Appends saved tokens to a row, which must have room. */
  void append(int row, KvBlock block) {
    long count = (long) block.positions() * config.headDim();
    long at = 0;
    for (NativeFloats tensor : tensors) {
      for (int head = 0; head < config.kvHeads(); head++) {
        block.values().copy(at, tensor, position(row, head, lengths[row]), count);
        at += count;
      }
    }
    lengths[row] += block.positions();
  }

  private long position(int row, int head, int token) {
    return row * rowFloats(capacity) + ((long) head * capacity + token) * config.headDim();
  }

  private void copy(
      NativeFloats source,
      int sourceRow,
      int sourceCapacity,
      NativeFloats target,
      int targetRow,
      int targetCapacity,
      int tokens) {
    int width = config.headDim();
    for (int head = 0; head < config.kvHeads(); head++) {
      long from = sourceRow * rowFloats(sourceCapacity) + (long) head * sourceCapacity * width;
      long to = targetRow * rowFloats(targetCapacity) + (long) head * targetCapacity * width;
      source.copy(from, target, to, (long) tokens * width);
    }
  }

  private long rowFloats(int tokens) {
    return (long) config.kvHeads() * tokens * config.headDim();
  }

  FloatBuffer keys(int layer, int firstRow, int count) {
    return buffer(2 * layer, firstRow, count);
  }

  FloatBuffer values(int layer, int firstRow, int count) {
    return buffer(2 * layer + 1, firstRow, count);
  }

  private FloatBuffer buffer(int tensor, int firstRow, int count) {
    long row = rowFloats(capacity);
    return tensors[tensor].buffer(firstRow * row, Math.toIntExact(count * row));
  }

  @Override
  public void close() {
    release();
  }
}
