package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Precision;
import dev.hark.model.network.Linear;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Quantised linear layers against a plain product with the weights that the stored bytes stand for.
 * The kernels round activations to 8 bits in blocks, so a product may be off by half a step of
 * each: the sum of {@code |weight| * largest activation of the block / 254}.
 */
class QuantizedProductTest {
  /** Relative slack for sums in 32-bit floats. */
  private static final double ROUNDING = 1e-5;

  @TempDir static Path folder;

  @ParameterizedTest
  @CsvSource({
    "Q8, 64, 40", "Q8, 96, 17", "Q8, 1024, 200", "Q8, 4320, 33", "Q8, 3072, 64", "Q8, 80, 5",
    "Q4, 64, 40", "Q4, 96, 17", "Q4, 1024, 200", "Q4, 3072, 64", "Q4, 2050, 31", "Q4, 80, 5",
  })
  void productIsThatOfTheStoredWeights(Precision precision, int inputs, int outputs) {
    long seed = (long) inputs + outputs;
    Random random = new Random(seed);
    Recipe recipe = Recipe.of(precision);
    Linear first = new Linear("a", inputs, outputs, true, Linear.Role.DECODER);
    Linear second = new Linear("b", inputs, 3, true, Linear.Role.DECODER);
    float[] weightA = SmallNetwork.gaussian(random, inputs * outputs);
    float[] weightB = SmallNetwork.gaussian(random, inputs * 3);
    float[] biasA = SmallNetwork.gaussian(random, outputs);
    float[] biasB = SmallNetwork.gaussian(random, 3);
    Map<String, float[]> weights =
        Map.of("a.weight", weightA, "a.bias", biasA, "b.weight", weightB, "b.bias", biasB);
    int columns = outputs + 3;
    float[] stored = new float[columns * inputs]; // [columns, inputs]
    System.arraycopy(stored(weightA, first, recipe), 0, stored, 0, inputs * outputs);
    System.arraycopy(stored(weightB, second, recipe), 0, stored, inputs * outputs, inputs * 3);
    try (SmallNetwork network =
        SmallNetwork.open(
            folder,
            false,
            new Object[] {"rows", inputs},
            2,
            (graph, x) ->
                new LinearEmitter(graph, SmallNetwork.weights(weights), recipe)
                    .emit(x, "fused", List.of(first, second)))) {
      double worst = 0;
      for (int rows : new int[] {1, 2, 5, 64, 130}) {
        float[] x = SmallNetwork.gaussian(random, rows * inputs);
        float[] y = network.run(x, rows, inputs);
        assertThat(y).hasSize(rows * columns);
        for (int row = 0; row < rows; row++) {
          for (int column = 0; column < columns; column++) {
            double bias = column < outputs ? biasA[column] : biasB[column - outputs];
            double expected = bias;
            double bound = ROUNDING;
            int block = recipe.blockSize(first);
            for (int start = 0; start < inputs; start += block) {
              int end = Math.min(inputs, start + block);
              double largest = 0;
              double sizes = 0;
              for (int i = start; i < end; i++) {
                double weight = stored[column * inputs + i];
                double value = x[row * inputs + i];
                expected += weight * value;
                largest = Math.max(largest, Math.abs(value));
                sizes += Math.abs(weight);
                bound += ROUNDING * Math.abs(weight * value);
              }
              bound += sizes * largest / 254;
            }
            double error = Math.abs(y[row * columns + column] - expected);
            worst = Math.max(worst, error / bound);
            assertThat(error)
                .as("seed %d: %d rows, row %d, column %d", seed, rows, row, column)
                .isLessThanOrEqualTo(bound);
          }
        }
      }
      System.out.printf(
          "%s product of %d inputs: error at most %.3f of the bound%n", precision, inputs, worst);
    }
  }

  /** What the stored form of a layer's weights stands for. */
  private static float[] stored(float[] weights, Linear layer, Recipe recipe) {
    int block = recipe.blockSize(layer);
    int inputs = layer.inputs();
    int blocks = (inputs + block - 1) / block;
    float[] values = new float[weights.length]; // [outputs, inputs]
    for (int row = 0; row < layer.outputs(); row++) {
      byte[] bytes = new byte[blocks * block];
      float[] scales = new float[blocks];
      int bits = recipe.bits(layer.role());
      BlockQuantizer.quantize(
          new BlockQuantizer.Row(weights, row * inputs, inputs), bits, block, bytes, 0, scales, 0);
      for (int i = 0; i < inputs; i++) {
        int level =
            bits == 8 ? (bytes[i] & 0xff) - 128 : ((bytes[i / 2] >> (4 * (i % 2))) & 0x0f) - 8;
        values[row * inputs + i] = level * scales[i / block];
      }
    }
    return values;
  }
}
