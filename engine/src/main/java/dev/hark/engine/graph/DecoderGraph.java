package dev.hark.engine.graph;

import ai.onnxruntime.OnnxTensor;
import dev.hark.engine.graph.OnnxGraph.ElementType;
import dev.hark.model.network.TextDecoder;
import java.util.List;
import java.util.Map;

/** Names of the decoder graph's inputs and outputs, and how it is built. */
final class DecoderGraph {
  /** Input embeddings, {@code [batch, time, hidden]}. */
  static final String EMBEDDINGS = "embeddings";

  /** Position of the last new token of each row, {@code [batch]}. */
  static final String LAST_POSITIONS = "last_positions";

  /** Largest number of positions of any row, new ones included; a scalar. */
  static final String TOTAL_LENGTH = "total_length";

  /** Flattened positions whose scores are wanted, {@code [n]}. */
  static final String OUTPUT_ROWS = "output_rows";

  /** Scores, {@code [n, classes]}. */
  static final String SCORES = "scores";

  /** With a cache in 8 bits: whether the positions are steps, one of each row; a scalar. */
  static final String STEPPING = "stepping";

  /** Position of each step in its sequence, {@code [steps]}. */
  static final String STEP_POSITIONS = "step_positions";

  /** Largest number of positions of any step's row, the new one included; a scalar. */
  static final String STEP_LENGTH = "step_length";

  private DecoderGraph() {}

  static void build(
      OnnxGraph graph, OnnxOps ops, TextDecoder decoder, int hiddenSize, int classes) {
    graph.input(EMBEDDINGS, ElementType.FLOAT, "batch", "time", hiddenSize);
    graph.input(LAST_POSITIONS, ElementType.INT32, "batch");
    graph.input(TOTAL_LENGTH, ElementType.INT32);
    graph.input(OUTPUT_ROWS, ElementType.INT64, "n");
    ops.declareSteps();
    String scores = decoder.forward(ops, EMBEDDINGS, OUTPUT_ROWS);
    graph.node("", "Identity", List.of(scores), List.of(SCORES));
    graph.output(SCORES, ElementType.FLOAT, "n", classes);
  }

  /** Names of a layer's keys and values before and after, which are the same memory. */
  enum CacheNames {
    /** In 32-bit floats. */
    FLOAT(""),
    /** In 8 bits, for steps. */
    ROUNDED("step_");

    private final String prefix;

    CacheNames(String prefix) {
      this.prefix = prefix;
    }

    String pastKey(int layer) {
      return prefix + "past_key_" + layer;
    }

    String pastValue(int layer) {
      return prefix + "past_value_" + layer;
    }

    String presentKey(int layer) {
      return prefix + "present_key_" + layer;
    }

    String presentValue(int layer) {
      return prefix + "present_value_" + layer;
    }

    /** Binds a layer's keys and values as input and, in place, as output. */
    void bind(
        int layer,
        OnnxTensor keys,
        OnnxTensor values,
        Map<String, OnnxTensor> inputs,
        Map<String, OnnxTensor> pinned) {
      inputs.put(pastKey(layer), keys);
      pinned.put(presentKey(layer), keys);
      inputs.put(pastValue(layer), values);
      pinned.put(presentValue(layer), values);
    }
  }

  /** Name of a layer's factors for what steps round. */
  static String stepScale(String what, int layer) {
    return "step_scale_" + what + "_" + layer;
  }
}
