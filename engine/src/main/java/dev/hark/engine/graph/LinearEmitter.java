package dev.hark.engine.graph;

import static dev.hark.engine.graph.OnnxGraph.MICROSOFT;
import static dev.hark.engine.graph.OnnxGraph.attribute;

import dev.hark.engine.graph.OnnxGraph.ElementType;
import dev.hark.engine.graph.OnnxGraph.SlabTarget;
import dev.hark.model.network.Linear;
import dev.hark.model.network.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Emits linear layers as matrix products, in floats or quantised in blocks. */
final class LinearEmitter {
  /** Weights converted at a time by a thread, to keep the heap small. */
  private static final int SLAB_WEIGHTS = 1 << 16;

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
    int outputs = layers.stream().mapToInt(Linear::outputs).sum();
    String bias = bias(name, layers, outputs);
    return recipe.bits(layers.getFirst().role()) == 32
        ? emitFloat(x, name, layers, outputs, bias)
        : emitQuantized(x, name, layers, outputs, bias);
  }

  private String emitFloat(String x, String name, List<Linear> layers, int outputs, String bias) {
    int inputs = layers.getFirst().inputs();
    String weight =
        graph.initializer(
            name + ".transposed",
            ElementType.FLOAT,
            (long) inputs * outputs * Float.BYTES,
            target -> transpose(layers, inputs, outputs, target),
            inputs,
            outputs);
    String product = graph.node("", "MatMul", List.of(x, weight));
    return bias.isEmpty() ? product : graph.node("", "Add", List.of(product, bias));
  }

  /** Writes {@code [outputs, inputs]} as {@code [inputs, outputs]}, some rows of that at a time. */
  private void transpose(List<Linear> layers, int inputs, int outputs, SlabTarget target) {
    int slabRows = Math.clamp(SLAB_WEIGHTS / outputs, 1, inputs);
    slabs(inputs, slabRows)
        .forEach(start -> {
          int rows = Math.min(slabRows, inputs - start);
          float[] part = new float[rows];
          ByteBuffer slab = bytes(rows * outputs * Float.BYTES); // [rows, outputs]
          int column = 0;
          for (Linear layer : layers) {
            for (int output = 0; output < layer.outputs(); output++) {
              weights.read(layer.weight(), (long) output * inputs + start, part, rows);
              for (int row = 0; row < rows; row++) {
                slab.putFloat((row * outputs + column) * Float.BYTES, part[row]);
              }
              column++;
            }
          }
          target.write((long) start * outputs * Float.BYTES, slab);
        });
  }

  private String emitQuantized(
      String x, String name, List<Linear> layers, int outputs, String bias) {
    Linear first = layers.getFirst();
    int bits = recipe.bits(first.role());
    int block = recipe.blockSize(first);
    int blocks = (first.inputs() + block - 1) / block;
    int blockBytes = block * bits / 8;
    String weight = name + ".q" + bits;
    String scale = name + ".scales";
    if (!graph.hasInitializer(weight)) {
      float[] scales = new float[outputs * blocks]; // [outputs, blocks]
      graph.initializer(
          weight,
          ElementType.UINT8,
          (long) outputs * blocks * blockBytes,
          target -> quantize(layers, bits, block, scales, target),
          outputs,
          blocks,
          blockBytes);
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
        attribute("K", (long) first.inputs()),
        attribute("N", (long) outputs),
        attribute("bits", (long) bits),
        attribute("block_size", (long) block),
        attribute("accuracy_level", 4L));
  }

  /** Writes {@code [outputs, blocks, block]} and fills {@code scales [outputs, blocks]}. */
  private void quantize(
      List<Linear> layers, int bits, int block, float[] scales, SlabTarget target) {
    int inputs = layers.getFirst().inputs();
    int blocks = (inputs + block - 1) / block;
    int rowBytes = blocks * block * bits / 8;
    int slabRows = Math.max(1, SLAB_WEIGHTS / inputs);
    int rowsBefore = 0;
    for (Linear layer : layers) {
      int offset = rowsBefore;
      slabs(layer.outputs(), slabRows)
          .forEach(start -> {
            int rows = Math.min(slabRows, layer.outputs() - start);
            float[] values = new float[rows * inputs]; // [rows, inputs]
            weights.read(layer.weight(), (long) start * inputs, values, values.length);
            byte[] slab = new byte[rows * rowBytes]; // [rows, blocks, block]
            for (int row = 0; row < rows; row++) {
              BlockQuantizer.Row from = new BlockQuantizer.Row(values, row * inputs, inputs);
              int scaleAt = (offset + start + row) * blocks;
              BlockQuantizer.quantize(from, bits, block, slab, row * rowBytes, scales, scaleAt);
            }
            target.write((long) (offset + start) * rowBytes, ByteBuffer.wrap(slab));
          });
      rowsBefore += layer.outputs();
    }
  }

  /** Starts of slabs, in parallel. */
  private static IntStream slabs(int count, int size) {
    return IntStream.range(0, (count + size - 1) / size).parallel().map(slab -> slab * size);
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

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
