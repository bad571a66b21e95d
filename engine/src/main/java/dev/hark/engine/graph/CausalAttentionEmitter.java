package dev.hark.engine.graph;

import static dev.hark.engine.graph.OnnxGraph.MICROSOFT;
import static dev.hark.engine.graph.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.hark.engine.graph.DecoderGraph.CacheNames;
import dev.hark.engine.graph.OnnxGraph.ElementType;
import dev.hark.model.network.CausalAttention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Emits causal attention with its cache: in 32-bit floats over rows that prompts and steps share,
 * or, to read less in steps, in two kinds. Then all positions of a run pass through the attention
 * of prompts, as if they were one sequence, and those that are steps through an attention over keys
 * and values in 8 bits, whose results take the place of the others.
 */
final class CausalAttentionEmitter {
  private static final String ROTARY_COS = "rotary_cos";
  private static final String ROTARY_SIN = "rotary_sin";
  private static final String NO_SINK = "no_sink";
  private static final String UNIT_SCALE = "unit_scale";

  /** A score that adds nothing to any sum of exponentials. */
  private static final float NEVER = -1e30f;

  private final OnnxGraph graph;
  private final boolean quantizedCache;

  CausalAttentionEmitter(OnnxGraph graph, Recipe recipe) {
    this.graph = graph;
    this.quantizedCache = recipe.quantizedCache();
  }

  /** Adds the inputs that all layers share. */
  void declareSteps() {
    if (quantizedCache) {
      graph.input(DecoderGraph.STEP_ROWS, ElementType.INT64, "steps");
      graph.input(DecoderGraph.STEP_TARGETS, ElementType.INT64, "targets", 1);
      graph.input(DecoderGraph.STEP_COUNT, ElementType.INT64, 1);
      graph.input(DecoderGraph.STEP_POSITIONS, ElementType.INT32, "steps");
      graph.input(DecoderGraph.STEP_LENGTH, ElementType.INT32);
    }
  }

  String emit(String query, String key, String value, CausalAttention shape) {
    addRotaryTables(shape);
    List<String> operands = List.of(query, key, value);
    String attended = attention(operands, CacheNames.FLOAT, shape);
    if (!quantizedCache) {
      return attended;
    }
    int wide = shape.heads() * shape.headDim();
    int narrow = shape.kvHeads() * shape.headDim();
    int layer = shape.layer();
    List<String> scaled =
        List.of(
            graph.reshape(scale(steps(query), "query", layer, wide), -1, 1, wide),
            graph.reshape(scale(steps(key), "key", layer, narrow), -1, 1, narrow),
            graph.reshape(scale(steps(value), "value", layer, narrow), -1, 1, narrow));
    String stepped = graph.reshape(attention(scaled, CacheNames.ROUNDED, shape), -1, wide);
    String zero = graph.longs("zero", new long[1], 1);
    String counted =
        graph.node(
            "",
            "Slice",
            List.of(scale(stepped, "output", layer, wide), zero, DecoderGraph.STEP_COUNT));
    String merged =
        graph.node(
            "",
            "ScatterND",
            List.of(graph.reshape(attended, -1, wide), DecoderGraph.STEP_TARGETS, counted));
    return graph.reshape(merged, 1, -1, wide);
  }

  private String steps(String x) {
    return graph.node("", "Gather", List.of(x, DecoderGraph.STEP_ROWS), attribute("axis", 1L));
  }

  private String scale(String x, String what, int layer, int width) {
    String scale =
        graph.input(DecoderGraph.stepScale(what, layer), ElementType.FLOAT, "steps", width);
    return graph.node("", "Mul", List.of(x, scale));
  }

  private String attention(List<String> queryKeyValue, CacheNames names, CausalAttention shape) {
    boolean rounded = names == CacheNames.ROUNDED;
    int layer = shape.layer();
    ElementType type = rounded ? ElementType.INT8 : ElementType.FLOAT;
    Object[] cache =
        rounded
            ? new Object[] {"steps", shape.kvHeads(), "step_capacity", shape.headDim()}
            : new Object[] {"batch", shape.kvHeads(), "capacity", shape.headDim()};
    List<String> inputs = new ArrayList<>(queryKeyValue);
    inputs.add(graph.input(names.pastKey(layer), type, cache));
    inputs.add(graph.input(names.pastValue(layer), type, cache));
    inputs.add(rounded ? DecoderGraph.STEP_POSITIONS : DecoderGraph.LAST_POSITIONS);
    inputs.add(rounded ? DecoderGraph.STEP_LENGTH : DecoderGraph.TOTAL_LENGTH);
    inputs.addAll(List.of(ROTARY_COS, ROTARY_SIN));
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                attribute("num_heads", (long) shape.heads()),
                attribute("kv_num_heads", (long) shape.kvHeads()),
                attribute("do_rotary", 1L)));
    if (quantizedCache) {
      // A sink, even one that takes nothing, makes ONNX Runtime choose its other kernel, which is
      // faster for portions of a prompt and for single steps.
      inputs.addAll(List.of("", "", sink(shape.heads())));
    }
    if (rounded) {
      String unit = graph.floats(UNIT_SCALE, new float[] {1}, 1);
      inputs.addAll(List.of(unit, unit));
      attributes.add(attribute("k_quant_type", "PER_TENSOR"));
      attributes.add(attribute("v_quant_type", "PER_TENSOR"));
      attributes.add(attribute("kv_cache_bit_width", 8L));
    }
    String attended = graph.value("Attention");
    graph.node(
        MICROSOFT,
        "GroupQueryAttention",
        inputs,
        List.of(attended, names.presentKey(layer), names.presentValue(layer)),
        attributes.toArray(AttributeProto[]::new));
    graph.output(names.presentKey(layer), type, cache);
    graph.output(names.presentValue(layer), type, cache);
    return attended;
  }

  private String sink(int heads) {
    float[] sinks = new float[heads]; // [heads]
    Arrays.fill(sinks, NEVER);
    return graph.floats(NO_SINK, sinks, heads);
  }

  /** Adds the tables that all layers share. */
  private void addRotaryTables(CausalAttention attention) {
    if (!graph.hasInitializer(ROTARY_COS)) {
      RotaryTables rotary = RotaryTables.of(attention);
      int half = attention.headDim() / 2;
      graph.floats(ROTARY_COS, rotary.cos(), attention.maxPositions(), half);
      graph.floats(ROTARY_SIN, rotary.sin(), attention.maxPositions(), half);
    }
  }
}
