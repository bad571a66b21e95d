package dev.hark.engine.graph;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import dev.hark.model.TextDecoderConfig;
import java.util.Map;

/**
 * What is bound to the inputs of a decoder with two kinds of cache that a run does not choose:
 * nothing.
 */
final class UnusedInputs {
  private final TextDecoderConfig config;
  private final RowScales noScales;

  UnusedInputs(TextDecoderConfig config) {
    this.config = config;
    this.noScales = RowScales.create(config, 0);
  }

  /** Says that a run is a prompt's, and binds no steps. */
  void bindSteps(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
    OnnxTensor cache = cache(OnnxJavaType.INT8);
    for (int layer = 0; layer < config.layers(); layer++) {
      DecoderGraph.CacheNames.ROUNDED.bind(layer, cache, cache, inputs, pinned);
      noScales.bind(layer, 0, inputs);
    }
    inputs.put(DecoderGraph.STEPPING, OnnxSession.tensor(false));
    inputs.put(DecoderGraph.STEP_POSITIONS, OnnxSession.tensor(OnnxSession.ints(), 0));
    inputs.put(DecoderGraph.STEP_LENGTH, OnnxSession.tensor(OnnxSession.ints(0)));
  }

  /** Says that a run is a step, and binds no prompt. */
  void bindPrompt(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
    OnnxTensor cache = cache(OnnxJavaType.FLOAT);
    for (int layer = 0; layer < config.layers(); layer++) {
      DecoderGraph.CacheNames.FLOAT.bind(layer, cache, cache, inputs, pinned);
    }
    inputs.put(DecoderGraph.STEPPING, OnnxSession.tensor(true));
    inputs.put(DecoderGraph.LAST_POSITIONS, OnnxSession.tensor(OnnxSession.ints(), 0));
    inputs.put(DecoderGraph.TOTAL_LENGTH, OnnxSession.tensor(OnnxSession.ints(0)));
  }

  private OnnxTensor cache(OnnxJavaType type) {
    return OnnxSession.tensor(OnnxSession.bytes(0), type, 0, config.kvHeads(), 0, config.headDim());
  }
}
