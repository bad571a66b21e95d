package dev.hark.engine.graph;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import dev.hark.model.TextDecoderConfig;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What is bound to the inputs of a decoder with two kinds of cache that a run has no use for, since
 * ONNX Runtime's attention takes no empty batch. What it writes there is never read.
 */
final class UnusedInputs {
  private final TextDecoderConfig config;
  private final ByteBuffer floats; // [1, kvHeads, rows, headDim]
  private final ByteBuffer bytes; // [1, kvHeads, 1, headDim]
  private final RowScales scales;

  UnusedInputs(TextDecoderConfig config, int rows) {
    this.config = config;
    int position = config.kvHeads() * config.headDim();
    this.floats = OnnxSession.bytes(rows * position * Float.BYTES);
    this.bytes = OnnxSession.bytes(position);
    this.scales = RowScales.create(config, 1);
  }

  /** Binds one step to nowhere, for a run that is a prompt's. */
  void bindSteps(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
    OnnxTensor cache = cache(bytes, OnnxJavaType.INT8, 1);
    for (int layer = 0; layer < config.layers(); layer++) {
      DecoderGraph.CacheNames.ROUNDED.bind(layer, cache, cache, inputs, pinned);
      scales.bind(layer, 1, inputs);
    }
    inputs.put(DecoderGraph.STEP_ROWS, OnnxSession.tensor(OnnxSession.longs(0), 1));
    inputs.put(DecoderGraph.STEP_TARGETS, OnnxSession.tensor(OnnxSession.longs(), 0, 1));
    inputs.put(DecoderGraph.STEP_COUNT, OnnxSession.tensor(OnnxSession.longs(0), 1));
    inputs.put(DecoderGraph.STEP_POSITIONS, OnnxSession.tensor(OnnxSession.ints(0), 1));
    inputs.put(DecoderGraph.STEP_LENGTH, OnnxSession.tensor(OnnxSession.ints(1)));
  }

  /** Binds a prompt to nowhere, for a run that is a step of so many rows. */
  void bindPrompt(int rows, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
    OnnxTensor cache = cache(floats, OnnxJavaType.FLOAT, rows);
    for (int layer = 0; layer < config.layers(); layer++) {
      DecoderGraph.CacheNames.FLOAT.bind(layer, cache, cache, inputs, pinned);
    }
    inputs.put(DecoderGraph.LAST_POSITIONS, OnnxSession.tensor(OnnxSession.ints(rows - 1), 1));
    inputs.put(DecoderGraph.TOTAL_LENGTH, OnnxSession.tensor(OnnxSession.ints(rows)));
  }

  private OnnxTensor cache(ByteBuffer memory, OnnxJavaType type, int positions) {
    int size = config.kvHeads() * positions * config.headDim() * type.size;
    return OnnxSession.tensor(
        memory.slice(0, size), type, 1, config.kvHeads(), positions, config.headDim());
  }
}
