package dev.hark.engine.graph;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import dev.hark.model.TextDecoderConfig;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keys and values of several sequences, one row each, that the decoder reads and extends in place.
 * Rows {@code 0} to {@code rows - 1} are one tensor {@code [rows, kvHeads, capacity, headDim]} per
 * layer, so a batch is always the first rows and one row is a contiguous slice. All tensors share
 * one piece of memory, since each by itself would be rounded up to huge pages.
 */
final class KvCache implements AutoCloseable {
  private static final int GRANULE_TOKENS = 32;

  private final TextDecoderConfig config;
  private final OnnxJavaType type;
  private final int rows;
  private final int[] lengths; // [rows], tokens in the cache
  private Optional<NativeMemory> memory = Optional.empty(); // keys and values of layers in turn
  private int capacity;

  private KvCache(TextDecoderConfig config, OnnxJavaType type, int rows) {
    this.config = config;
    this.type = type;
    this.rows = rows;
    this.lengths = new int[rows];
  }

  static KvCache create(TextDecoderConfig config, OnnxJavaType type, int rows) {
    return new KvCache(config, type, rows);
  }

  int rows() {
    return rows;
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
    memory.ifPresent(NativeMemory::close);
    memory = Optional.empty();
    capacity = 0;
    Arrays.fill(lengths, 0);
  }

  private void resize(int newCapacity) {
    NativeMemory larger = NativeMemory.allocate((long) tensors() * rows * rowBytes(newCapacity));
    memory.ifPresent(smaller -> {
      for (int tensor = 0; tensor < tensors(); tensor++) {
        for (int row = 0; row < rows; row++) {
          for (int head = 0; head < config.kvHeads(); head++) {
            smaller.copy(
                position(tensor, row, head, 0, capacity),
                larger,
                position(tensor, row, head, 0, newCapacity),
                bytes(lengths[row]));
          }
        }
      }
      smaller.close();
    });
    memory = Optional.of(larger);
    capacity = newCapacity;
  }

  /** Keys and values of each layer. */
  private int tensors() {
    return 2 * config.layers();
  }

  private NativeMemory memory() {
    return memory.orElseThrow(() -> new IllegalStateException("nothing is reserved"));
  }

  /** Copies a row's tokens over another row, which takes its place. */
  void move(int from, int to) {
    NativeMemory all = memory();
    for (int tensor = 0; tensor < tensors(); tensor++) {
      for (int head = 0; head < config.kvHeads(); head++) {
        all.copy(
            position(tensor, from, head, 0),
            all,
            position(tensor, to, head, 0),
            bytes(lengths[from]));
      }
    }
    lengths[to] = lengths[from];
    lengths[from] = 0;
  }

  /** A copy of a row's tokens from one to before another. */
  KvBlock save(int row, int from, int to) {
    int tokens = to - from;
    NativeMemory saved = NativeMemory.allocate(tensors() * rowBytes(tokens));
    long at = 0;
    for (int tensor = 0; tensor < tensors(); tensor++) {
      for (int head = 0; head < config.kvHeads(); head++) {
        memory().copy(position(tensor, row, head, from), saved, at, bytes(tokens));
        at += bytes(tokens);
      }
    }
    return new KvBlock(saved, tokens);
  }

  /** Appends saved tokens to a row, which must have room. */
  void append(int row, KvBlock block) {
    long count = bytes(block.positions());
    long at = 0;
    for (int tensor = 0; tensor < tensors(); tensor++) {
      for (int head = 0; head < config.kvHeads(); head++) {
        block.values().copy(at, memory(), position(tensor, row, head, lengths[row]), count);
        at += count;
      }
    }
    lengths[row] += block.positions();
  }

  /** A row's first tokens of one head, {@code [tokens, headDim]}; tensors are keys and values. */
  ByteBuffer head(int tensor, int row, int head, int tokens) {
    return memory().bytes(position(tensor, row, head, 0), Math.toIntExact(bytes(tokens)));
  }

  /** A tensor over some rows: {@code [count, kvHeads, capacity, headDim]}. */
  OnnxTensor tensor(int tensor, int firstRow, int count) {
    return OnnxSession.tensor(
        memory()
            .bytes(position(tensor, firstRow, 0, 0), Math.toIntExact(count * rowBytes(capacity))),
        type,
        count,
        config.kvHeads(),
        capacity,
        config.headDim());
  }

  private long position(int tensor, int row, int head, int token) {
    return position(tensor, row, head, token, capacity);
  }

  private long position(int tensor, int row, int head, int token, int tokensOfRow) {
    long rowsBefore = (long) tensor * rows + row;
    return rowsBefore * rowBytes(tokensOfRow) + bytes(head * tokensOfRow + token);
  }

  private long rowBytes(int tokens) {
    return config.kvHeads() * bytes(tokens);
  }

  /** Bytes of tokens in one head. */
  private long bytes(int tokens) {
    return (long) tokens * config.headDim() * type.size;
  }

  @Override
  public void close() {
    release();
  }
}
