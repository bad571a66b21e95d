package dev.hark.engine.graph;

import static dev.hark.engine.graph.OnnxGraph.attribute;

import dev.hark.model.network.Conv2d;
import dev.hark.model.network.Linear;
import dev.hark.model.network.Weights;
import java.util.List;

/**
 * Emits convolutions. In floats they are ONNX convolutions; quantised they are matrix products over
 * the nine neighbours of each output ("im2col"), which the kernels for linear layers compute about
 * twice as fast. With channels last, gathering the neighbours only moves whole rows of channels.
 */
final class ConvolutionEmitter {
  private static final int KERNEL = 3;
  private static final int TAPS = KERNEL * KERNEL;

  private final OnnxGraph graph;
  private final Weights weights;
  private final Recipe recipe;

  ConvolutionEmitter(OnnxGraph graph, Weights weights, Recipe recipe) {
    this.graph = graph;
    this.weights = weights;
    this.recipe = recipe;
  }

  String emit(String x, Conv2d layer, int height, int width) {
    return layer.inputs() == 1 || recipe.bits(Linear.Role.ENCODER) == 32
        ? convolution(x, layer)
        : product(x, layer, height, width);
  }

  private String convolution(String x, Conv2d layer) {
    int size = layer.outputs() * layer.inputs() * TAPS;
    String weight =
        graph.floats(
            layer.weight(),
            weights.read(layer.weight(), size),
            layer.outputs(),
            layer.inputs(),
            KERNEL,
            KERNEL); // [outputs, inputs, 3, 3]
    String bias =
        graph.floats(layer.bias(), weights.read(layer.bias(), layer.outputs()), layer.outputs());
    String channelsFirst =
        graph.node("", "Transpose", List.of(x), attribute("perm", new int[] {0, 3, 1, 2}));
    String convolved =
        graph.node(
            "",
            "Conv",
            List.of(channelsFirst, weight, bias),
            attribute("kernel_shape", new int[] {KERNEL, KERNEL}),
            attribute("strides", new int[] {2, 2}),
            attribute("pads", new int[] {1, 1, 1, 1}));
    return graph.node(
        "", "Transpose", List.of(convolved), attribute("perm", new int[] {0, 2, 3, 1}));
  }

  private String product(String x, Conv2d layer, int height, int width) {
    int outHeight = (height + 1) / 2;
    int outWidth = (width + 1) / 2;
    String pads =
        graph.longs("conv_pads", new long[] {0, 1, 1, 0, 0, 1, 1, 0}, 8); // begins, then ends
    String padded = graph.node("", "Pad", List.of(x, pads)); // [n, h + 2, w + 2, in]
    String pixels = graph.reshape(padded, 0, (height + 2) * (width + 2), layer.inputs());
    String neighbours =
        graph.longs(
            "neighbours_%d_%d".formatted(height, width),
            neighbours(outHeight, outWidth, width + 2),
            (long) outHeight * outWidth * TAPS);
    String gathered = graph.node("", "Gather", List.of(pixels, neighbours), attribute("axis", 1L));
    String columns = graph.reshape(gathered, 0, outHeight * outWidth, TAPS * layer.inputs());
    Linear linear =
        new Linear(layer.name(), TAPS * layer.inputs(), layer.outputs(), true, Linear.Role.ENCODER);
    String product =
        new LinearEmitter(graph, new ChannelsLast(weights, layer), recipe)
            .emit(columns, layer.name(), List.of(linear));
    return graph.reshape(product, 0, outHeight, outWidth, layer.outputs());
  }

  /** Indices of the padded pixels under each output, kernel row by kernel row. */
  private static long[] neighbours(int outHeight, int outWidth, int paddedWidth) {
    long[] indices = new long[Math.multiplyExact(outHeight * outWidth, TAPS)];
    int at = 0;
    for (int row = 0; row < outHeight; row++) {
      for (int column = 0; column < outWidth; column++) {
        for (int tap = 0; tap < TAPS; tap++) {
          long pixelRow = 2L * row + tap / KERNEL;
          indices[at++] = pixelRow * paddedWidth + 2L * column + tap % KERNEL;
        }
      }
    }
    return indices;
  }

  /** A convolution's weights as rows of {@code [outputs, 3, 3, inputs]}. */
  private record ChannelsLast(Weights weights, Conv2d layer) implements Weights {
    @Override
    public boolean contains(String name) {
      return weights.contains(name);
    }

    @Override
    public void read(String name, long from, float[] into, int count) {
      if (!name.equals(layer.weight())) {
        weights.read(name, from, into, count);
        return;
      }
      float[] values = new float[count];
      weights.read(name, from, values, count); // whole rows of [inputs, 3, 3]
      int row = layer.inputs() * TAPS;
      for (int start = 0; start < count; start += row) {
        for (int input = 0; input < layer.inputs(); input++) {
          for (int tap = 0; tap < TAPS; tap++) {
            into[start + tap * layer.inputs() + input] = values[start + input * TAPS + tap];
          }
        }
      }
    }
  }
}
