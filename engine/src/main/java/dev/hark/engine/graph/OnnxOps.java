package dev.hark.engine.graph;

import static dev.hark.engine.graph.OnnxGraph.MICROSOFT;
import static dev.hark.engine.graph.OnnxGraph.attribute;

import dev.hark.model.network.CausalAttention;
import dev.hark.model.network.Conv2d;
import dev.hark.model.network.Linear;
import dev.hark.model.network.Norm;
import dev.hark.model.network.Ops;
import dev.hark.model.network.Weights;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The engine's interpreter of {@link Ops}: a tensor is the name of a value in an ONNX graph, and
 * operations become nodes, fused where ONNX Runtime has a kernel for it.
 */
final class OnnxOps implements Ops<String> {
  private static final String ONNX = "";

  private final OnnxGraph graph;
  private final Weights weights;
  private final LinearEmitter linears;
  private final ConvolutionEmitter convolutions;
  private final CausalAttentionEmitter attentions;

  OnnxOps(OnnxGraph graph, Weights weights, Recipe recipe) {
    this.graph = graph;
    this.weights = weights;
    this.linears = new LinearEmitter(graph, weights, recipe);
    this.convolutions = new ConvolutionEmitter(graph, weights, recipe);
    this.attentions = new CausalAttentionEmitter(graph, recipe);
  }

  /** Adds the inputs of a decoder's steps, where they are not those of prompts. */
  void declareSteps() {
    attentions.declareSteps();
  }

  @Override
  public String constant(String name, float[] values, int... shape) {
    return graph.floats(name, values, longs(shape));
  }

  @Override
  public String linear(String x, Linear layer) {
    return linears.emit(x, layer.name(), List.of(layer));
  }

  @Override
  public List<String> linears(String x, List<Linear> layers) {

    String name = layers.stream().map(Linear::name).collect(Collectors.joining("+"));
    String fused = linears.emit(x, name, layers);
    long[] sizes = layers.stream().mapToLong(Linear::outputs).toArray();
    String split = graph.longs(name + ".split", sizes, sizes.length);
    List<String> outputs = layers.stream().map(layer -> graph.value("Split")).toList();
    return graph.node(ONNX, "Split", List.of(fused, split), outputs, attribute("axis", -1L));
  }

  @Override
  public String conv2d(String x, Conv2d layer, int height, int width) {
    return convolutions.emit(x, layer, height, width);
  }

  @Override
  public String layerNorm(String x, Norm norm) {
    return graph.node(
        ONNX,
        "LayerNormalization",
        List.of(x, parameter(norm.weight(), norm.size()), parameter(norm.bias(), norm.size())),
        attribute("axis", -1L),
        attribute("epsilon", norm.epsilon()));
  }

  @Override
  public String rmsNorm(String x, Norm norm) {
    return graph.node(
        ONNX,
        "SimplifiedLayerNormalization",
        List.of(x, parameter(norm.weight(), norm.size())),
        attribute("axis", -1L),
        attribute("epsilon", norm.epsilon()));
  }

  @Override
  public String headRmsNorm(String x, Norm norm, int heads) {
    String split = reshape(x, 0, 0, heads, norm.size());
    return reshape(rmsNorm(split, norm), 0, 0, heads * norm.size());
  }

  @Override
  public Residual<String> addRmsNorm(String x, String delta, Norm norm) {
    String normalised = graph.value("RmsNorm");
    String sum = graph.value("Sum");
    graph.node(
        MICROSOFT,
        "SkipSimplifiedLayerNormalization",
        List.of(x, delta, parameter(norm.weight(), norm.size())),
        List.of(normalised, "", "", sum),
        attribute("epsilon", norm.epsilon()));
    return new Residual<>(sum, normalised);
  }

  @Override
  public Residual<String> addLayerNorm(String x, String delta, Norm norm) {
    String normalised = graph.value("LayerNorm");
    String sum = graph.value("Sum");
    graph.node(
        MICROSOFT,
        "SkipLayerNormalization",
        List.of(
            x, delta, parameter(norm.weight(), norm.size()), parameter(norm.bias(), norm.size())),
        List.of(normalised, "", "", sum),
        attribute("epsilon", norm.epsilon()));
    return new Residual<>(sum, normalised);
  }

  @Override
  public String gelu(String x) {
    return graph.node(MICROSOFT, "Gelu", List.of(x));
  }

  @Override
  public String silu(String x) {
    return graph.node(MICROSOFT, "QuickGelu", List.of(x), attribute("alpha", 1f));
  }

  @Override
  public String add(String a, String b) {
    return graph.node(ONNX, "Add", List.of(a, b));
  }

  @Override
  public String multiply(String a, String b) {
    return graph.node(ONNX, "Mul", List.of(a, b));
  }

  @Override
  public String matmul(String a, String b) {
    return graph.node(ONNX, "MatMul", List.of(a, b));
  }

  @Override
  public String reshape(String x, int... shape) {
    return graph.reshape(x, shape);
  }

  @Override
  public String transpose(String x, int... order) {
    return graph.node(ONNX, "Transpose", List.of(x), attribute("perm", order));
  }

  @Override
  public String rows(String x, String indices) {
    return graph.node(ONNX, "Gather", List.of(x, indices), attribute("axis", 0L));
  }

  @Override
  public String attention(String query, String key, String value, int heads) {
    return graph.node(
        MICROSOFT,
        "MultiHeadAttention",
        List.of(query, key, value),
        attribute("num_heads", (long) heads));
  }

  @Override
  public String causalAttention(String query, String key, String value, CausalAttention attention) {
    return attentions.emit(query, key, value, attention);
  }

  private String parameter(String name, int size) {
    return graph.hasInitializer(name) ? name : graph.floats(name, weights.read(name, size), size);
  }

  private static long[] longs(int[] values) {
    long[] longs = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      longs[i] = values[i];
    }
    return longs;
  }
}
