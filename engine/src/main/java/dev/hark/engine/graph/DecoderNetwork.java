package dev.hark.engine.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.hark.model.TextDecoderConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The decoder at work, with a key/value cache of several rows. A sequence starts in a free row with
 * {@link #extend}; then {@link #step} moves the first rows on by one token each. One thread at a
 * time.
 */
public final class DecoderNetwork implements AutoCloseable {
  /** Tokens of a prompt that run at once: long enough for full speed, short enough to cancel. */
  static final int PREFILL_TOKENS = 128;

  private final TextDecoderConfig config;
  private final int classes;
  private final OnnxSession session;
  private final KvCache cache;
  private final Map<Integer, StepTensors> steps = new HashMap<>();

  private DecoderNetwork(NetworkPlan plan, OnnxSession session, int rows) {
    this.config = plan.text();
    this.classes = plan.classes();
    this.session = session;
    this.cache = KvCache.create(plan.text(), rows + 1); // the last row keeps a common prefix
  }

  /**
   * Loads the decoder of a compiled model.
   *
   * @param rows sequences that can run at once
   */
  public static DecoderNetwork open(
      NetworkPlan plan, CompiledNetworks compiled, int threads, int rows) {
    return new DecoderNetwork(plan, compiled.decoder(threads), rows);
  }

  /** Sequences that can run at once. */
  public int rows() {
    return cache.rows() - 1;
  }

  /** Keeps a row's first positions for {@link #recall}, in place of what was kept before. */
  public void remember(int row, int positions) {
    cache.copy(row, rows(), positions);
  }

  /** Positions that are kept. */
  public int remembered() {
    return cache.length(rows());
  }

  /** Makes an empty row start with the positions that are kept. */
  public void recall(int row) {
    cache.copy(rows(), row, remembered());
  }

  /** Copies a row's positions from one to before another to keep them for later. */
  public KvBlock save(int row, int from, int to) {
    return cache.save(row, from, to);
  }

  /** Appends positions that were kept to a row that held the same ones before them. */
  public void append(int row, KvBlock block) {
    reserve(cache.length(row) + block.positions());
    cache.append(row, block);
  }

  /** Outputs of the head. */
  public int classes() {
    return classes;
  }

  /** Positions that a row has taken so far. */
  public int length(int row) {
    return cache.length(row);
  }

  /** Forgets what a row holds from a position on. */
  public void truncate(int row, int length) {
    cache.length(row, Math.min(length, cache.length(row)));
  }

  /** Moves a sequence to another row, over whatever is there. */
  public void move(int from, int to) {
    cache.move(from, to);
  }

  /** Makes room for sequences of so many positions, so that none has to be moved later. */
  public void reserve(int positions) {
    if (cache.reserve(positions)) {
      closeSteps();
    }
  }

  /** Gives the cache's memory back; no row may be in use. */
  public void release() {
    closeSteps();
    cache.release();
  }

  /** Runs {@link #extend(int, float[], int[], RunControl, int)} in usual portions. */
  public float[] extend(int row, float[] embeddings, int[] outputs, RunControl control) {
    return extend(row, embeddings, outputs, control, PREFILL_TOKENS);
  }

  /**
   * Appends positions to a row.
   *
   * @param embeddings {@code [time, hidden]}
   * @param outputs ascending indices into {@code time} whose scores are wanted
   * @return scores {@code [outputs, classes]}
   */
  float[] extend(int row, float[] embeddings, int[] outputs, RunControl control, int portion) {
    int hidden = config.hiddenSize();
    int time = embeddings.length / hidden;
    reserve(cache.length(row) + time);
    float[] scores = new float[outputs.length * classes]; // [outputs, classes]
    int done = 0;
    // Portions of equal length: a short last one would cost nearly as much as a full one.
    int portions = Math.max(1, (time + portion - 1) / portion);
    int usual = (time + portions - 1) / portions;
    for (int start = 0; start < time; start += usual) {
      int length = Math.min(usual, time - start);
      int end = done;
      while (end < outputs.length && outputs[end] < start + length) {
        end++;
      }
      prefill(row, embeddings, start, length, outputs, done, end, scores, control);
      cache.length(row, cache.length(row) + length);
      done = end;
    }
    return scores;
  }

  private void prefill(
      int row,
      float[] embeddings,
      int start,
      int length,
      int[] outputs,
      int firstOutput,
      int lastOutput,
      float[] scores,
      RunControl control) {
    int hidden = config.hiddenSize();
    int total = cache.length(row) + length;
    int wanted = lastOutput - firstOutput; // none in most portions, which spares them the head
    LongBuffer rows = longs(wanted);
    for (int i = firstOutput; i < lastOutput; i++) {
      rows.put(i - firstOutput, outputs[i] - start);
    }
    FloatBuffer input = floats(length * hidden).put(0, embeddings, start * hidden, length * hidden);
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    try {
      bindCache(row, 1, inputs, pinned);
      inputs.put(DecoderGraph.EMBEDDINGS, OnnxSession.tensor(input, 1, length, hidden));
      inputs.put(DecoderGraph.LAST_POSITIONS, OnnxSession.tensor(ints(1).put(0, total - 1), 1));
      inputs.put(DecoderGraph.TOTAL_LENGTH, OnnxSession.tensor(ints(1).put(0, total)));
      inputs.put(DecoderGraph.OUTPUT_ROWS, OnnxSession.tensor(rows, wanted));
      try (OrtSession.Result result =
          session.run(inputs, Set.of(DecoderGraph.SCORES), pinned, control)) {
        if (wanted > 0) {
          OnnxSession.floats(result, DecoderGraph.SCORES)
              .get(scores, firstOutput * classes, wanted * classes);
        }
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /**
   * Moves rows {@code 0} to {@code rows - 1} on by one position each.
   *
   * @param embeddings {@code [rows, hidden]}
   * @return scores {@code [rows, classes]}, valid until the next call
   */
  public FloatBuffer step(int rows, float[] embeddings, RunControl control) {
    int longest = 0;
    for (int row = 0; row < rows; row++) {
      longest = Math.max(longest, cache.length(row) + 1);
    }
    reserve(longest);
    StepTensors step = steps.computeIfAbsent(rows, this::stepTensors);
    for (int row = 0; row < rows; row++) {
      step.lastPositions.put(row, cache.length(row));
    }
    step.totalLength.put(0, longest);
    step.embeddings.put(0, embeddings, 0, rows * config.hiddenSize());
    session.run(step.inputs, Set.of(), step.pinned, control).close();
    for (int row = 0; row < rows; row++) {
      cache.length(row, cache.length(row) + 1);
    }
    return step.scores;
  }

  private StepTensors stepTensors(int rows) {
    int hidden = config.hiddenSize();
    FloatBuffer embeddings = floats(rows * hidden); // [rows, 1, hidden]
    IntBuffer lastPositions = ints(rows); // [rows]
    IntBuffer totalLength = ints(1);
    LongBuffer outputs = longs(rows); // [rows]
    for (int row = 0; row < rows; row++) {
      outputs.put(row, row);
    }
    FloatBuffer scores = floats(rows * classes); // [rows, classes]
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    bindCache(0, rows, inputs, pinned);
    inputs.put(DecoderGraph.EMBEDDINGS, OnnxSession.tensor(embeddings, rows, 1, hidden));
    inputs.put(DecoderGraph.LAST_POSITIONS, OnnxSession.tensor(lastPositions, rows));
    inputs.put(DecoderGraph.TOTAL_LENGTH, OnnxSession.tensor(totalLength));
    inputs.put(DecoderGraph.OUTPUT_ROWS, OnnxSession.tensor(outputs, rows));
    pinned.put(DecoderGraph.SCORES, OnnxSession.tensor(scores, rows, classes));
    return new StepTensors(embeddings, lastPositions, totalLength, scores, inputs, pinned);
  }

  /** Binds the cache as input and, in place, as output. */
  private void bindCache(
      int firstRow, int rows, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
    long[] shape = {rows, config.kvHeads(), cache.capacity(), config.headDim()};
    for (int layer = 0; layer < config.layers(); layer++) {
      OnnxTensor keys = OnnxSession.tensor(cache.keys(layer, firstRow, rows), shape);
      inputs.put(DecoderGraph.pastKey(layer), keys);
      pinned.put(DecoderGraph.presentKey(layer), keys);
      OnnxTensor values = OnnxSession.tensor(cache.values(layer, firstRow, rows), shape);
      inputs.put(DecoderGraph.pastValue(layer), values);
      pinned.put(DecoderGraph.presentValue(layer), values);
    }
  }

  /** Inputs and outputs of a step over a number of rows, bound once and used again. */
  private record StepTensors(
      FloatBuffer embeddings,
      IntBuffer lastPositions,
      IntBuffer totalLength,
      FloatBuffer scores,
      Map<String, OnnxTensor> inputs,
      Map<String, OnnxTensor> pinned) {}

  private void closeSteps() {
    for (StepTensors step : steps.values()) {
      step.inputs.values().forEach(OnnxTensor::close);
      OnnxTensor scores = step.pinned.get(DecoderGraph.SCORES);
      if (scores != null) {
        scores.close();
      }
    }
    steps.clear();
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static IntBuffer ints(int count) {
    return ByteBuffer.allocateDirect(count * Integer.BYTES)
        .order(ByteOrder.nativeOrder())
        .asIntBuffer();
  }

  private static LongBuffer longs(int count) {
    return ByteBuffer.allocateDirect(count * Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }

  @Override
  public void close() {
    closeSteps();
    cache.close();
    session.close();
  }
}
