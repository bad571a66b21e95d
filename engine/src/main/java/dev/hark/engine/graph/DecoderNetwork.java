package dev.hark.engine.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.hark.engine.graph.SequenceMemory.StepPositions;
import dev.hark.model.TextDecoderConfig;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

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
  private final SequenceMemory memory;
  private final Map<Integer, StepTensors> steps = new HashMap<>();
  private Optional<KvBlock> prefix = Optional.empty();

  private DecoderNetwork(NetworkPlan plan, OnnxSession session, SequenceMemory memory) {
    this.config = plan.text();
    this.classes = plan.classes();
    this.session = session;
    this.memory = memory;
  }

  /**
   * Loads the decoder of a compiled model.
   *
   * @param rows sequences that can run at once
   */
  public static DecoderNetwork open(
      NetworkPlan plan, CompiledNetworks compiled, int threads, int rows) {
    SequenceMemory memory =
        compiled.recipe().quantizedCache()
            ? new QuantizedMemory(plan.text(), rows)
            : new FloatMemory(plan.text(), rows);
    return new DecoderNetwork(plan, compiled.decoder(threads), memory);
  }

  /** Sequences that can run at once. */
  public int rows() {
    return memory.rows();
  }

  /** Keeps the first positions of a row's prompt for {@link #recall}, in place of those before. */
  public void remember(int row, int positions) {
    forget();
    prefix = Optional.of(memory.save(row, 0, positions));
  }

  private void forget() {
    prefix.ifPresent(KvBlock::close);
    prefix = Optional.empty();
  }

  /** Positions that are kept. */
  public int remembered() {
    return prefix.map(KvBlock::positions).orElse(0);
  }

  /** Makes an empty row start with the positions that are kept. */
  public void recall(int row) {
    prefix.ifPresent(block -> append(row, block));
  }

  /** Copies positions of a row's prompt from one to before another to keep them for later. */
  public KvBlock save(int row, int from, int to) {
    return memory.save(row, from, to);
  }

  /** Appends positions that were kept to a row that held the same ones before them. */
  public void append(int row, KvBlock block) {
    reservePrompt(row, block.positions());
    memory.append(row, block);
  }

  /** Outputs of the head. */
  public int classes() {
    return classes;
  }

  /** Positions that a row has taken so far. */
  public int length(int row) {
    return memory.length(row);
  }

  /** Forgets what a row holds from a position on. */
  public void truncate(int row, int length) {
    memory.truncate(row, length);
  }

  /** Moves a sequence to another row, over whatever is there. */
  public void move(int from, int to) {
    memory.move(from, to);
  }

  /** Makes room for sequences of so many positions, so that none has to be moved later. */
  public void reserve(int positions) {
    if (memory.reserve(positions)) {
      closeSteps();
    }
  }

  private void reservePrompt(int row, int more) {
    if (memory.reservePrompt(row, more)) {
      closeSteps();
    }
  }

  /** Gives the memory of sequences back; no row may be in use. */
  public void release() {
    closeSteps();
    forget();
    memory.release();
  }

  /** Runs {@link #extend(int, float[], int[], RunControl, int)} in usual portions. */
  public float[] extend(int row, float[] embeddings, int[] outputs, RunControl control) {
    return extend(row, embeddings, outputs, control, PREFILL_TOKENS);
  }

  /**
   * Appends positions to a row's prompt. A row that has been stepped takes no more of one unless it
   * is in 32-bit floats.
   *
   * @param embeddings {@code [time, hidden]}
   * @param outputs ascending indices into {@code time} whose scores are wanted
   * @return scores {@code [outputs, classes]}
   */
  float[] extend(int row, float[] embeddings, int[] outputs, RunControl control, int portion) {
    int hidden = config.hiddenSize();
    int time = embeddings.length / hidden;
    reservePrompt(row, time);
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
      memory.extended(row, length);
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
    int wanted = lastOutput - firstOutput; // none in most portions, which spares them the head
    long[] rows = new long[wanted];
    for (int i = firstOutput; i < lastOutput; i++) {
      rows[i - firstOutput] = (long) outputs[i] - start;
    }
    FloatBuffer input =
        OnnxSession.floats(length * hidden).put(0, embeddings, start * hidden, length * hidden);
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    try {
      memory.bindPrompt(row, length, inputs, pinned);
      inputs.put(DecoderGraph.EMBEDDINGS, OnnxSession.tensor(input, 1, length, hidden));
      inputs.put(DecoderGraph.OUTPUT_ROWS, OnnxSession.tensor(OnnxSession.longs(rows), wanted));
      try (OrtSession.Result result =
          session.run(inputs, Set.of(DecoderGraph.SCORES), pinned, control)) {
        if (wanted > 0) {
          OnnxSession.floats(result, DecoderGraph.SCORES)
              .get(scores, firstOutput * classes, wanted * classes);
        }
      }
    } finally {
      close(inputs);
    }
  }

  /**
   * Moves rows {@code 0} to {@code rows - 1} on by one position each.
   *
   * @param embeddings {@code [rows, hidden]}
   * @return scores {@code [rows, classes]}, valid until the next call
   */
  public FloatBuffer step(int rows, float[] embeddings, RunControl control) {
    if (memory.prepareStep(rows)) {
      closeSteps();
    }
    StepTensors step = steps.computeIfAbsent(rows, this::stepTensors);
    int longest = 0;
    for (int row = 0; row < rows; row++) {
      int length = memory.length(row);
      step.positions.last().put(row, length);
      longest = Math.max(longest, length + 1);
    }
    step.positions.total().put(0, longest);
    step.embeddings.put(0, embeddings, 0, rows * config.hiddenSize());
    session.run(step.inputs, Set.of(), step.pinned, control).close();
    memory.stepped(rows);
    return step.scores;
  }

  private StepTensors stepTensors(int rows) {
    FloatBuffer embeddings = OnnxSession.floats(rows * config.hiddenSize()); // [rows, hidden]
    LongBuffer outputs = // [rows]
        OnnxSession.longs(LongStream.range(0, rows).toArray());
    FloatBuffer scores = OnnxSession.floats(rows * classes); // [rows, classes]
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    StepPositions positions = memory.bindStep(rows, inputs, pinned);
    inputs.put(
        DecoderGraph.EMBEDDINGS, OnnxSession.tensor(embeddings, rows, 1, config.hiddenSize()));
    inputs.put(DecoderGraph.OUTPUT_ROWS, OnnxSession.tensor(outputs, rows));
    pinned.put(DecoderGraph.SCORES, OnnxSession.tensor(scores, rows, classes));
    return new StepTensors(embeddings, positions, scores, inputs, pinned);
  }

  /** Inputs and outputs of a step over a number of rows, bound once and used again. */
  private record StepTensors(
      FloatBuffer embeddings,
      StepPositions positions,
      FloatBuffer scores,
      Map<String, OnnxTensor> inputs,
      Map<String, OnnxTensor> pinned) {}

  private void closeSteps() {
    for (StepTensors step : steps.values()) {
      close(step.inputs);
      OnnxTensor scores = step.pinned.get(DecoderGraph.SCORES);
      if (scores != null) {
        scores.close();
      }
    }
    steps.clear();
  }

  /** Closes tensors, of which one may be bound to several names. */
  private static void close(Map<String, OnnxTensor> tensors) {
    tensors.values().stream().distinct().forEach(OnnxTensor::close);
  }

  @Override
  public void close() {
    closeSteps();
    forget();
    memory.close();
    session.close();
  }
}
