package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Precision;
import dev.hark.model.network.Conv2d;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ways to emit a convolution against its definition, at even, odd and tiny sizes. */
class ConvolutionEmitterTest {
  @TempDir static Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 16, 8",
    "2, 3, 16, 8",
    "5, 7, 24, 24",
    "8, 8, 32, 5",
    "13, 4, 480, 16",
    "64, 50, 24, 24",
    "32, 25, 24, 24",
    "128, 100, 1, 24",
    "9, 11, 1, 3",
  })
  void convolutionIsThatOfItsDefinition(int height, int width, int inputs, int outputs) {
    long seed = height * 1000L + width;
    Random random = new Random(seed);
    Conv2d layer = new Conv2d("conv", inputs, outputs);
    float[] weight = SmallNetwork.gaussian(random, outputs * inputs * 9);
    float[] bias = SmallNetwork.gaussian(random, outputs);
    Map<String, float[]> weights = Map.of("conv.weight", weight, "conv.bias", bias);
    int images = 3;
    float[] x = SmallNetwork.gaussian(random, images * height * width * inputs);
    float[] expected = convolution(x, weight, bias, images, height, width);
    for (Precision precision : new Precision[] {Precision.F32, Precision.Q8}) {
      try (SmallNetwork network =
          SmallNetwork.open(
              folder,
              precision == Precision.F32,
              new Object[] {"images", height, width, inputs},
              4,
              (graph, input) ->
                  new ConvolutionEmitter(graph, SmallNetwork.weights(weights), Recipe.of(precision))
                      .emit(input, layer, height, width))) {
        float[] y = network.run(x, images, height, width, inputs);
        String name = "seed %d in %s".formatted(seed, precision);
        assertThat(y).as(name).hasSameSizeAs(expected);
        double largest = GoldenNetworksTest.largestDifference(y, expected);
        double size = Math.sqrt(9.0 * inputs); // standard deviation of an output
        boolean quantized = precision == Precision.Q8 && inputs > 1;
        assertThat(largest).as(name).isLessThan(quantized ? 0.08 * size : 2e-6 * size * size);
        assertThat(SmallNetwork.cosine(y, expected))
            .as(name)
            .isGreaterThan(quantized ? 0.9998 : 0.999999);
        System.out.printf(
            "%s convolution of %dx%dx%d: largest error %.5f of an output's size, cosine %.7f%n",
            precision, height, width, inputs, largest / size, SmallNetwork.cosine(y, expected));
      }
    }
  }

  /** The definition: {@code [images, height, width, inputs]}, stride 2, zeros around. */
  private static float[] convolution(
      float[] x, float[] weight, float[] bias, int images, int height, int width) {
    int outputs = bias.length;
    int inputs = weight.length / outputs / 9;
    int outHeight = (height + 1) / 2;
    int outWidth = (width + 1) / 2;
    float[] y = new float[images * outHeight * outWidth * outputs];
    int at = 0;
    for (int image = 0; image < images; image++) {
      for (int row = 0; row < outHeight; row++) {
        for (int column = 0; column < outWidth; column++) {
          for (int output = 0; output < outputs; output++) {
            double sum = bias[output];
            for (int i = -1; i <= 1; i++) {
              for (int j = -1; j <= 1; j++) {
                int h = 2 * row + i;
                int w = 2 * column + j;
                if (h < 0 || h >= height || w < 0 || w >= width) {
                  continue;
                }
                for (int input = 0; input < inputs; input++) {
                  sum +=
                      (double) x[((image * height + h) * width + w) * inputs + input]
                          * weight[((output * inputs + input) * 3 + i + 1) * 3 + j + 1];
                }
              }
            }
            y[at++] = (float) sum;
          }
        }
      }
    }
    return y;
  }
}
