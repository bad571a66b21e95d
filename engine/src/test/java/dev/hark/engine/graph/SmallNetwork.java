package dev.hark.engine.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.hark.engine.graph.OnnxGraph.ElementType;
import dev.hark.model.network.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;

/** A network of one input and one output with the weights at hand, to look at single layers. */
final class SmallNetwork implements AutoCloseable {
  private final OnnxSession session;
  private final RunControl control = RunControl.create();

  private SmallNetwork(OnnxSession session) {
    this.session = session;
  }

  /**
   * Compiles and loads a network.
   *
   * @param packed whether it is optimised and packed beforehand, as networks in floats are
   * @param inputs shape of the input
   * @param outputRank dimensions of the output
   * @param emit adds the layers to the graph and names the output
   */
  static SmallNetwork open(
      Path folder,
      boolean packed,
      Object[] inputs,
      int outputRank,
      BiFunction<OnnxGraph, String, String> emit) {
    try {
      Path directory = Files.createTempDirectory(folder, "network");
      Path plain = directory.resolve("plain.onnx");
      try (WeightFile weights = WeightFile.create(directory.resolve("plain.weights"))) {
        OnnxGraph graph = new OnnxGraph(weights);
        String output = emit.apply(graph, graph.input("x", ElementType.FLOAT, inputs));
        graph.node("", "Identity", java.util.List.of(output), java.util.List.of("y"));
        Object[] symbols = new Object[outputRank];
        Arrays.setAll(symbols, i -> "d" + i);
        graph.output("y", ElementType.FLOAT, symbols);
        graph.write(plain);
      }
      if (!packed) {
        return new SmallNetwork(OnnxSession.open(plain, false, 1));
      }
      Path optimized = directory.resolve("network.onnx");
      OnnxSession.optimize(plain, optimized, "network.weights", 1);
      return new SmallNetwork(OnnxSession.open(optimized, true, 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  float[] run(float[] x, long... shape) {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(x.length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer()
            .put(0, x);
    try (OnnxTensor input = OnnxSession.tensor(buffer, shape);
        OrtSession.Result result = session.run(Map.of("x", input), Set.of("y"), control)) {
      FloatBuffer output = OnnxSession.floats(result, "y");
      float[] values = new float[output.remaining()];
      output.get(values);
      return values;
    }
  }

  /** Weights by name. */
  static Weights weights(Map<String, float[]> values) {
    return new Weights() {
      @Override
      public boolean contains(String name) {
        return values.containsKey(name);
      }

      @Override
      public void read(String name, long from, float[] into, int count) {
        float[] all = Objects.requireNonNull(values.get(name), name);
        System.arraycopy(all, (int) from, into, 0, count);
      }
    };
  }

  static float[] gaussian(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  static double cosine(float[] a, float[] b) {
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squareA += (double) a[i] * a[i];
      squareB += (double) b[i] * b[i];
    }
    return product / Math.sqrt(squareA * squareB);
  }

  @Override
  public void close() {
    control.close();
    session.close();
  }
}
