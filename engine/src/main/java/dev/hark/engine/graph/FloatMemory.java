package dev.hark.engine.graph;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import dev.hark.model.TextDecoderConfig;
import java.nio.IntBuffer;
import java.util.Map;

/** Keys and values in 32-bit floats, in which prompts and steps read and write the same rows. */
final class FloatMemory implements SequenceMemory {
  private final TextDecoderConfig config;
  private final KvCache cache;

  FloatMemory(TextDecoderConfig config, int rows) {
    this.config = config;
    this.cache = KvCache.create(config, OnnxJavaType.FLOAT, rows);
  }

  @Override
  public int rows() {
    return cache.rows();
  }

  @Override
  public int length(int row) {
    return cache.length(row);
  }

  @Override
  public void truncate(int row, int length) {
    cache.length(row, Math.min(length, cache.length(row)));
  }

  @Override
  public void move(int from, int to) {
    cache.move(from, to);
  }

  @Override
  public boolean reserve(int positions) {
    return cache.reserve(positions);
  }

  @Override
  public boolean reservePrompt(int row, int more) {
    return cache.reserve(cache.length(row) + more);
  }

  @Override
  public KvBlock save(int row, int from, int to) {
    return cache.save(row, from, to);
  }

  @Override
  public void append(int row, KvBlock block) {
    cache.append(row, block);
  }

  @Override
  public void bindPrompt(
      int row, int more, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
    int total = cache.length(row) + more;
    bind(row, 1, inputs, pinned);
    inputs.put(DecoderGraph.LAST_POSITIONS, OnnxSession.tensor(OnnxSession.ints(total - 1), 1));
    inputs.put(DecoderGraph.TOTAL_LENGTH, OnnxSession.tensor(OnnxSession.ints(total)));
  }

  @Override
  public void extended(int row, int more) {
    cache.length(row, cache.length(row) + more);
  }

  @Override
  public boolean prepareStep(int rows) {
    int longest = 0;
    for (int row = 0; row < rows; row++) {
      longest = Math.max(longest, cache.length(row) + 1);
    }
    return cache.reserve(longest);
  }

  @Override
  public StepPositions bindStep(
      int rows, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
    bind(0, rows, inputs, pinned);
    IntBuffer last = OnnxSession.ints(new int[rows]);
    IntBuffer total = OnnxSession.ints(0);
    inputs.put(DecoderGraph.LAST_POSITIONS, OnnxSession.tensor(last, rows));
    inputs.put(DecoderGraph.TOTAL_LENGTH, OnnxSession.tensor(total));
    return new StepPositions(last, total);
  }

  @Override
  public void stepped(int rows) {
    for (int row = 0; row < rows; row++) {
      cache.length(row, cache.length(row) + 1);
    }
  }

  /** Binds rows as input and, in place, as output. */
  private void bind(
      int firstRow, int rows, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
    for (int layer = 0; layer < config.layers(); layer++) {
      OnnxTensor keys = cache.tensor(2 * layer, firstRow, rows);
      OnnxTensor values = cache.tensor(2 * layer + 1, firstRow, rows);
      DecoderGraph.CacheNames.FLOAT.bind(layer, keys, values, inputs, pinned);
    }
  }

  @Override
  public void release() {
    cache.release();
  }

  @Override
  public void close() {
    cache.close();
  }
}
