package dev.hark.engine.graph;

import static dev.hark.engine.graph.OnnxGraph.MICROSOFT;
import static dev.hark.engine.graph.OnnxGraph.attribute;

import dev.hark.engine.graph.OnnxGraph.ElementType;
import dev.hark.model.network.Linear;
import dev.hark.model.network.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Emits linear layers as matrix products, in floats or quantised in blocks. */
final class LinearEmitter {
  /** Weights read at a time, to keep the heap small. */
  private static final int SLAB_WEIGHTS = 1 << 21;

  private final OnnxGraph graph;
  private final Weights weights;
  private final Recipe recipe;

  LinearEmitter(OnnxGraph graph, Weights weights, Recipe recipe) {
    this.graph = graph;
    this.weights = weights;
    this.recipe = recipe;
  }

  /** One product for layers that share an input; outputs are concatenated in order. */
  String emit(String x, String name, List<Linear> layers) {
    Linear first = layers.getFirst();
    int outputs = layers.stream().mapToInt(Linear::outputs).sum();
    String bias = bias(name, layers, outputs);
    return recipe.bits(first.role()) == 32
        ? emitFloat(x, name, layers, outputs, bias)
        : emitQuantized(x, name, layers, outputs, bias);
  }

  private String emitFloat(String x, String name, List<Linear> layers, int outputs, String bias) {
    int inputs = layers.getFirst().inputs();
    String weight = name + ".transposed";
    if (!graph.hasInitializer(weight)) {
      ByteBuffer transposed = bytes((long) inputs * outputs * Float.BYTES); // [inputs, outputs]
      int column = 0;
      for (Linear layer : layers) {
        int slabRows = Math.max(1, SLAB_WEIGHTS / inputs);
        for (int row = 0; row < layer.outputs(); row += slabRows) {
          int rows = Math.min(slabRows, layer.outputs() - row);
          float[] slab = new float[rows * inputs]; // [rows, inputs]
          weights.read(layer.weight(), (long) row * inputs, slab, slab.length);
          int at = column + row;
          IntStream.range(0, inputs)
              .parallel()
              .forEach(i -> {
                for (int r = 0; r < rows; r++) {
                  transposed.putFloat((i * outputs + at + r) * Float.BYTES, slab[r * inputs + i]);
                }
              });
        }
        column += layer.outputs();
      }
      graph.initializer(weight, ElementType.FLOAT, transposed, inputs, outputs);
    }
    String product = graph.node("", "MatMul", List.of(x, weight));
    return bias.isEmpty() ? product : graph.node("", "Add", List.of(product, bias));
  }

  private String emitQuantized(
      String x, String name, List<Linear> layers, int outputs, String bias) {
    Linear first = layers.getFirst();
    int inputs = first.inputs();
    int bits = recipe.bits(first.role());
    int block = recipe.blockSize(first);
    int blocks = (inputs + block - 1) / block;
    int rowBytes = blocks * block * bits / 8;
    String weight = name + ".q" + bits;
    String scale = name + ".scales";
    if (!graph.hasInitializer(weight)) {
      byte[] quantized =
          new byte[Math.multiplyExact(outputs, rowBytes)]; // [outputs, blocks, block]
      float[] scales = new float[outputs * blocks]; // [outputs, blocks]
      int rowsBefore = 0;
      for (Linear layer : layers) {
        int offset = rowsBefore;
        int slabRows = Math.max(1, SLAB_WEIGHTS / inputs);
        int slabs = (layer.outputs() + slabRows - 1) / slabRows;
        IntStream.range(0, slabs)
            .parallel()
            .forEach(slab -> {
              int start = slab * slabRows;
              int rows = Math.min(slabRows, layer.outputs() - start);
              float[] values = new float[rows * inputs]; // [rows, inputs]
              weights.read(layer.weight(), (long) start * inputs, values, values.length);
              for (int r = 0; r < rows; r++) {
                int row = offset + start + r;
                if (bits == 8) {
                  BlockQuantizer.row8(
                      values,
                      r * inputs,
                      inputs,
                      block,
                      quantized,
                      row * rowBytes,
                      scales,
                      row * blocks);
                } else {
                  BlockQuantizer.row4(
                      values,
                      r * inputs,
                      inputs,
                      block,
                      quantized,
                      row * rowBytes,
                      scales,
                      row * blocks);
                }
              }
            });
        rowsBefore += layer.outputs();
      }
      graph.initializer(
          weight, ElementType.UINT8, ByteBuffer.wrap(quantized), outputs, blocks, block * bits / 8);
      graph.floats(scale, scales, outputs, blocks);
    }
    List<String> operands = new ArrayList<>(List.of(x, weight, scale));
    if (!bias.isEmpty()) {
      operands.addAll(List.of("", "", bias));
    }
    return graph.node(
        MICROSOFT,
        "MatMulNBits",
        operands,
        attribute("K", (long) inputs),
        attribute("N", (long) outputs),
        attribute("bits", (long) bits),
        attribute("block_size", (long) block),
        attribute("accuracy_level", 4L));
  }

  /** Name of the concatenated bias, empty if the layers have none. */
  private String bias(String name, List<Linear> layers, int outputs) {
    if (!layers.getFirst().bias()) {
      return "";
    }
    String bias = name + ".bias";
    if (!graph.hasInitializer(bias)) {
      float[] values = new float[outputs]; // [outputs]
      int at = 0;
      for (Linear layer : layers) {
        float[] part = weights.read(layer.biasName(), layer.outputs());
        System.arraycopy(part, 0, values, at, part.length);
        at += part.length;
      }
      graph.floats(bias, values, outputs);
    }
    return bias;
  }

  private static ByteBuffer bytes(long size) {
    return ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
