package dev.hark.engine.graph;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import dev.hark.model.TextDecoderConfig;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Keys and values in 8 bits for steps, which are limited by reading them. A prompt runs in 32-bit
 * floats, in the one row that is open for it; before its first step the row is closed: rounded to 8
 * bits, with scales of its own that {@link KvRounding} finds in the prompt. So what a row says
 * depends on no other row.
 */
final class QuantizedMemory implements SequenceMemory {
  private static final int NONE = -1;

  private final TextDecoderConfig config;
  private final KvCache open; // the one row of floats
  private final KvCache closed;
  private final RowScales[] scales; // [layers]
  private final UnusedInputs unused;
  private int openRow = NONE;

  QuantizedMemory(TextDecoderConfig config, int rows) {
    this.config = config;
    this.open = KvCache.create(config, OnnxJavaType.FLOAT, 1);
    this.closed = KvCache.create(config, OnnxJavaType.INT8, rows);
    this.scales = new RowScales[config.layers()];
    Arrays.setAll(scales, _ -> RowScales.create(config, rows));
    this.unused = new UnusedInputs(config);
  }

  @Override
  public int rows() {
    return closed.rows();
  }

  @Override
  public int length(int row) {
    return row == openRow ? open.length(0) : closed.length(row);
  }

  @Override
  public void truncate(int row, int length) {
    KvCache cache = row == openRow ? open : closed;
    int at = row == openRow ? 0 : row;
    cache.length(at, Math.min(length, cache.length(at)));
  }

  @Override
  public void move(int from, int to) {
    if (from == openRow) {
      close(from);
    } else if (to == openRow) {
      openRow = NONE;
    }
    closed.move(from, to);
    for (RowScales layer : scales) {
      layer.move(from, to);
    }
  }

  @Override
  public boolean reserve(int positions) {
    return closed.reserve(positions);
  }

  @Override
  public boolean reservePrompt(int row, int more) {
    if (row != openRow) {
      if (closed.length(row) > 0) {
        throw new IllegalStateException("row " + row + " has been stepped, so it takes no prompt");
      }
      if (openRow != NONE) {
        close(openRow);
      }
      openRow = row;
      open.length(0, 0);
    }
    int positions = open.length(0) + more;
    open.reserve(positions); // bound anew by every run
    return closed.reserve(positions);
  }

  @Override
  public KvBlock save(int row, int from, int to) {
    checkOpen(row);
    return open.save(0, from, to);
  }

  @Override
  public void append(int row, KvBlock block) {
    checkOpen(row);
    open.append(0, block);
  }

  private void checkOpen(int row) {
    if (row != openRow) {
      throw new IllegalStateException("row " + row + " is not open");
    }
  }

  /** Rounds the open row's keys and values into its place among the others. */
  private void close(int row) {
    openRow = NONE;
    int length = open.length(0);
    closed.length(row, length);
    if (length == 0) {
      return;
    }
    IntStream.range(0, config.layers())
        .parallel()
        .forEach(layer -> {
          KvRounding rounding = new KvRounding(config, length);
          for (int head = 0; head < config.kvHeads(); head++) {
            int keys = 2 * layer;
            float[] keyScales =
                rounding.keys(
                    open.head(keys, 0, head, length), closed.head(keys, row, head, length));
            float[] valueScales =
                rounding.values(
                    open.head(keys + 1, 0, head, length), closed.head(keys + 1, row, head, length));
            scales[layer].put(row, head, keyScales, valueScales);
          }
        });
  }

  @Override
  public void bindPrompt(
      int row, int more, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
    checkOpen(row);
    int total = open.length(0) + more;
    for (int layer = 0; layer < config.layers(); layer++) {
      OnnxTensor keys = open.tensor(2 * layer, 0, 1);
      OnnxTensor values = open.tensor(2 * layer + 1, 0, 1);
      DecoderGraph.CacheNames.FLOAT.bind(layer, keys, values, inputs, pinned);
    }
    inputs.put(DecoderGraph.LAST_POSITIONS, OnnxSession.tensor(OnnxSession.ints(total - 1), 1));
    inputs.put(DecoderGraph.TOTAL_LENGTH, OnnxSession.tensor(OnnxSession.ints(total)));
    unused.bindSteps(inputs, pinned);
  }

  @Override
  public void extended(int row, int more) {
    open.length(0, open.length(0) + more);
  }

  @Override
  public boolean prepareStep(int rows) {
    if (openRow != NONE && openRow < rows) {
      close(openRow);
    }
    int longest = 0;
    for (int row = 0; row < rows; row++) {
      if (closed.length(row) == 0) {
        throw new IllegalStateException("row " + row + " is empty, so it cannot be stepped");
      }
      longest = Math.max(longest, closed.length(row) + 1);
    }
    return closed.reserve(longest);
  }

  @Override
  public StepPositions bindStep(
      int rows, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
    unused.bindPrompt(inputs, pinned);
    for (int layer = 0; layer < config.layers(); layer++) {
      OnnxTensor keys = closed.tensor(2 * layer, 0, rows);
      OnnxTensor values = closed.tensor(2 * layer + 1, 0, rows);
      DecoderGraph.CacheNames.ROUNDED.bind(layer, keys, values, inputs, pinned);
      scales[layer].bind(layer, rows, inputs);
    }
    IntBuffer last = OnnxSession.ints(new int[rows]);
    IntBuffer total = OnnxSession.ints(0);
    inputs.put(DecoderGraph.STEP_POSITIONS, OnnxSession.tensor(last, rows));
    inputs.put(DecoderGraph.STEP_LENGTH, OnnxSession.tensor(total));
    return new StepPositions(last, total);
  }

  @Override
  public void stepped(int rows) {
    for (int row = 0; row < rows; row++) {
      closed.length(row, closed.length(row) + 1);
    }
  }

  @Override
  public void release() {
    open.release();
    closed.release();
    openRow = NONE;
  }

  @Override
  public void close() {
    open.close();
    closed.close();
  }
}
