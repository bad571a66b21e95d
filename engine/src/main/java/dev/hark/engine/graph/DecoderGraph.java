package dev.hark.engine.graph;

import dev.hark.engine.graph.OnnxGraph.ElementType;
import dev.hark.model.network.TextDecoder;
import java.util.List;

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

  private DecoderGraph() {}

  static void build(
      OnnxGraph graph, OnnxOps ops, TextDecoder decoder, int hiddenSize, int classes) {
    graph.input(EMBEDDINGS, ElementType.FLOAT, "batch", "time", hiddenSize);
    graph.input(LAST_POSITIONS, ElementType.INT32, "batch");
    graph.input(TOTAL_LENGTH, ElementType.INT32);
    graph.input(OUTPUT_ROWS, ElementType.INT64, "n");
    String scores = decoder.forward(ops, EMBEDDINGS, OUTPUT_ROWS);
    graph.node("", "Identity", List.of(scores), List.of(SCORES));
    graph.output(SCORES, ElementType.FLOAT, "n", classes);
  }

  static String pastKey(int layer) {
    return "past_key_" + layer;
  }

  static String pastValue(int layer) {
    return "past_value_" + layer;
  }

  static String presentKey(int layer) {
    return "present_key_" + layer;
  }

  static String presentValue(int layer) {
    return "present_value_" + layer;
  }
}
