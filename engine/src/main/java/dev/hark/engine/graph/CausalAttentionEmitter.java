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
 * or, to read less in steps, in two kinds, between which each run chooses. Then a prompt attends to
 * keys and values in floats, and steps to keys and values in 8 bits; the cache of the other kind is
 * passed through.
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
      graph.input(DecoderGraph.STEPPING, ElementType.BOOLEAN);
      graph.input(DecoderGraph.STEP_POSITIONS, ElementType.INT32, "steps");
      graph.input(DecoderGraph.STEP_LENGTH, ElementType.INT32);
    }
  }

  /** Query, key and value of the positions of a run. */
  private record Operands(String query, String key, String value) {}

  /** What attention gives, and the cache with the new positions in it. */
  private record Attended(String output, String keys, String values) {}

  String emit(String query, String key, String value, CausalAttention shape) {
    addRotaryTables(shape);
    Operands operands = new Operands(query, key, value);
    declareCache(CacheNames.FLOAT, shape);
    if (!quantizedCache) {
      return attention(operands, CacheNames.FLOAT, shape, names(CacheNames.FLOAT, shape)).output();
    }
    declareCache(CacheNames.ROUNDED, shape);
    declareScales(shape);
    Attended prompts = names(CacheNames.FLOAT, shape);
    Attended steps = names(CacheNames.ROUNDED, shape);
    graph.choose(
        DecoderGraph.STEPPING,
        List.of(prompts.output(), prompts.keys(), prompts.values(), steps.keys(), steps.values()),
        () -> {
          Attended attended = step(operands, shape);
          Attended idle = passThrough(CacheNames.FLOAT, shape);
          return List.of(
              attended.output(), idle.keys(), idle.values(), attended.keys(), attended.values());
        },
        () -> {
          Attended attended = attention(operands, CacheNames.FLOAT, shape, fresh());
          Attended idle = passThrough(CacheNames.ROUNDED, shape);
          return List.of(
              attended.output(), attended.keys(), attended.values(), idle.keys(), idle.values());
        });
    return prompts.output();
  }

  private Attended names(CacheNames names, CausalAttention shape) {
    int layer = shape.layer();
    return new Attended(
        graph.value("Attention"), names.presentKey(layer), names.presentValue(layer));
  }

  private Attended fresh() {
    return new Attended(
        graph.value("Attention"), graph.value("PresentKey"), graph.value("PresentValue"));
  }

  private Attended passThrough(CacheNames names, CausalAttention shape) {
    int layer = shape.layer();
    return new Attended(
        "",
        graph.node("", "Identity", List.of(names.pastKey(layer))),
        graph.node("", "Identity", List.of(names.pastValue(layer))));
  }

  /** A position of each row, {@code [rows, 1, width]}, over the rows' keys and values in 8 bits. */
  private Attended step(Operands operands, CausalAttention shape) {
    int layer = shape.layer();
    Operands scaled =
        new Operands(
            scale(operands.query(), "query", layer),
            scale(operands.key(), "key", layer),
            scale(operands.value(), "value", layer));
    Attended stepped = attention(scaled, CacheNames.ROUNDED, shape, fresh());
    String output = scale(stepped.output(), "output", layer);
    return new Attended(output, stepped.keys(), stepped.values());
  }

  private String scale(String x, String what, int layer) {
    return graph.node("", "Mul", List.of(x, DecoderGraph.stepScale(what, layer)));
  }

  private void declareScales(CausalAttention shape) {
    int wide = shape.heads() * shape.headDim();
    int narrow = shape.kvHeads() * shape.headDim();
    declareScale("query", shape, wide);
    declareScale("key", shape, narrow);
    declareScale("value", shape, narrow);
    declareScale("output", shape, wide);
  }

  private void declareScale(String what, CausalAttention shape, int width) {
    graph.input(DecoderGraph.stepScale(what, shape.layer()), ElementType.FLOAT, "steps", 1, width);
  }

  private void declareCache(CacheNames names, CausalAttention shape) {
    boolean rounded = names == CacheNames.ROUNDED;
    int layer = shape.layer();
    ElementType type = rounded ? ElementType.INT8 : ElementType.FLOAT;
    Object[] dimensions =
        rounded
            ? new Object[] {"steps", shape.kvHeads(), "step_capacity", shape.headDim()}
            : new Object[] {"batch", shape.kvHeads(), "capacity", shape.headDim()};
    graph.input(names.pastKey(layer), type, dimensions);
    graph.input(names.pastValue(layer), type, dimensions);
    graph.output(names.presentKey(layer), type, dimensions);
    graph.output(names.presentValue(layer), type, dimensions);
  }

  private Attended attention(
      Operands operands, CacheNames names, CausalAttention shape, Attended results) {
    boolean rounded = names == CacheNames.ROUNDED;
    int layer = shape.layer();
    List<String> inputs =
        new ArrayList<>(
            List.of(
                operands.query(),
                operands.key(),
                operands.value(),
                names.pastKey(layer),
                names.pastValue(layer),
                rounded ? DecoderGraph.STEP_POSITIONS : DecoderGraph.LAST_POSITIONS,
                rounded ? DecoderGraph.STEP_LENGTH : DecoderGraph.TOTAL_LENGTH,
                ROTARY_COS,
                ROTARY_SIN));
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
    graph.node(
        MICROSOFT,
        "GroupQueryAttention",
        inputs,
        List.of(results.output(), results.keys(), results.values()),
        attributes.toArray(AttributeProto[]::new));
    return results;
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
