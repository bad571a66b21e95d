package dev.hark.engine.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX graph under construction; large tensors go to a {@link WeightFile} beside it, or, of a
 * small network, into the graph itself.
 */
final class OnnxGraph {
  static final String MICROSOFT = "com.microsoft";
  private static final int ONNX_OPSET = 20;
  private static final int IR_VERSION = 9;

  /** Tensors up to this size stay in the model file itself. */
  private static final int INLINE_BYTES = 1024;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("hark");
  private final Set<String> initializers = new HashSet<>();
  private final @Nullable WeightFile weights;
  private GraphProto.Builder nodes = graph; // where nodes go: the graph, or a side of a choice
  private int names;

  OnnxGraph(WeightFile weights) {
    this.weights = weights;
  }

  /** A graph that holds its tensors itself. */
  OnnxGraph() {
    this.weights = null;
  }

  /** Element types of graph inputs and outputs. */
  enum ElementType {
    FLOAT(TensorProto.DataType.FLOAT),
    INT32(TensorProto.DataType.INT32),
    INT64(TensorProto.DataType.INT64),
    UINT8(TensorProto.DataType.UINT8),
    INT8(TensorProto.DataType.INT8),
    BOOLEAN(TensorProto.DataType.BOOL);

    final TensorProto.DataType onnx;

    ElementType(TensorProto.DataType onnx) {
      this.onnx = onnx;
    }
  }

  /** Declares a graph input; a dimension is a number or a symbol. */
  String input(String name, ElementType type, Object... shape) {
    graph.addInput(valueInfo(name, type, shape));
    return name;
  }

  /** Declares that a value is a graph output. */
  void output(String value, ElementType type, Object... shape) {
    graph.addOutput(valueInfo(value, type, shape));
  }

  /** Adds a node with one output. */
  String node(String domain, String op, List<String> inputs, AttributeProto... attributes) {
    return node(domain, op, inputs, List.of(value(op)), attributes).getFirst();
  }

  /** Adds a node with the named outputs. */
  List<String> node(
      String domain,
      String op,
      List<String> inputs,
      List<String> outputs,
      AttributeProto... attributes) {
    nodes.addNode(
        NodeProto.newBuilder()
            .setName(op + "_" + names++)
            .setDomain(domain)
            .setOpType(op)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
    return outputs;
  }

  /**
   * Adds a choice, of which a run takes one side.
   *
   * @param condition a boolean
   * @param outputs what the results are called
   * @param whenTrue adds the nodes of its side and returns their results
   * @param otherwise the same for the other side
   */
  void choose(
      String condition,
      List<String> outputs,
      Supplier<List<String>> whenTrue,
      Supplier<List<String>> otherwise) {
    AttributeProto then = side("then_branch", whenTrue);
    AttributeProto other = side("else_branch", otherwise);
    node("", "If", List.of(condition), outputs, then, other);
  }

  private AttributeProto side(String name, Supplier<List<String>> emitter) {
    GraphProto.Builder around = nodes;
    GraphProto.Builder side = GraphProto.newBuilder().setName(name + "_" + names++);
    nodes = side;
    for (String result : emitter.get()) {
      side.addOutput(ValueInfoProto.newBuilder().setName(result));
    }
    nodes = around;
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(side)
        .build();
  }

  /** Adds a change of shape; {@code -1} is inferred, {@code 0} keeps a dimension. */
  String reshape(String x, int... shape) {
    StringBuilder name = new StringBuilder("shape");
    long[] dimensions = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      name.append('_').append(shape[i]);
      dimensions[i] = shape[i];
    }
    return node("", "Reshape", List.of(x, longs(name.toString(), dimensions, shape.length)));
  }

  /** A fresh value name. */
  String value(String hint) {
    return hint + "_v" + names++;
  }

  boolean hasInitializer(String name) {
    return initializers.contains(name);
  }

  String floats(String name, float[] data, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(data.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(data);
    return initializer(name, ElementType.FLOAT, bytes, shape);
  }

  String longs(String name, long[] data, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(data.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(data);
    return initializer(name, ElementType.INT64, bytes, shape);
  }

  /** Adds a constant tensor of little-endian bytes. */
  String initializer(String name, ElementType type, ByteBuffer data, long... shape) {
    if (!initializers.add(name)) {
      return name;
    }
    if (weights == null || data.remaining() <= INLINE_BYTES) {
      graph.addInitializer(tensor(name, type, shape).setRawData(ByteString.copyFrom(data)));
    } else {
      int length = data.remaining();
      external(weights, name, type, weights.append(data), length, shape);
    }
    return name;
  }

  /** Adds a constant tensor that is written to the weight file by {@code writer}, part by part. */
  String initializer(String name, ElementType type, long length, SlabWriter writer, long... shape) {
    if (!initializers.add(name)) {
      return name;
    }
    WeightFile file = weights;
    if (file == null) {
      byte[] all = new byte[Math.toIntExact(length)];
      writer.write((at, bytes) -> bytes.get(all, Math.toIntExact(at), bytes.remaining()));
      graph.addInitializer(tensor(name, type, shape).setRawData(ByteString.copyFrom(all)));
    } else {
      long offset = file.reserve(length);
      writer.write((at, bytes) -> file.write(offset + at, bytes));
      external(file, name, type, offset, length, shape);
    }
    return name;
  }

  /** Produces a tensor's bytes in parts, in any order and from any thread. */
  interface SlabWriter {
    void write(SlabTarget target);
  }

  /** Takes a part of a tensor's bytes. */
  interface SlabTarget {
    void write(long at, ByteBuffer bytes);
  }

  private void external(
      WeightFile file, String name, ElementType type, long offset, long length, long... shape) {
    graph.addInitializer(
        tensor(name, type, shape)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", file.fileName()))
            .addExternalData(entry("offset", Long.toString(offset)))
            .addExternalData(entry("length", Long.toString(length))));
  }

  private static TensorProto.Builder tensor(String name, ElementType type, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.onnx.getNumber());
    for (long dimension : shape) {
      tensor.addDims(dimension);
    }
    return tensor;
  }

  /** The model as bytes; a weight file belongs to it if it has one. */
  byte[] bytes() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("hark")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(ONNX_OPSET))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /** Writes the model file; the weight file must stay beside it. */
  void write(Path file) {
    try {
      Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto attribute(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto attribute(String name, int[] values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (int value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static ValueInfoProto valueInfo(String name, ElementType type, Object... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (Object dimension : shape) {
      TensorShapeProto.Dimension.Builder built = TensorShapeProto.Dimension.newBuilder();
      switch (dimension) {
        case Number number -> built.setDimValue(number.longValue());
        default -> built.setDimParam(dimension.toString());
      }
      dimensions.addDim(built);
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(type.onnx.getNumber())
            .setShape(dimensions)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
