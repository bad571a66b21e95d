package dev.hark.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialsTest {
  @Test
  void theSeriesAgreesWithMathExp() {
    for (int spread : new int[] {0, 1, 5, 30}) {
      FloatBuffer scores = scores(5000, spread, 7 + spread);
      float highest = scores.get(Scores.argmax(scores));
      double plain = Exponentials.plainSum(scores, highest);
      assertThat(Exponentials.sum(scores, highest) / plain)
          .as("spread %d", spread)
          .isCloseTo(1, within(1e-8));
    }
  }

  @Test
  void aScoreIsWorthTheSameWhereverItLies() {
    for (float below : new float[] {0, 0.3f, 7, 31.5f, 32, 50, 63}) {
      float[] scores = new float[1024];
      java.util.Arrays.fill(scores, -below);
      double sum = Exponentials.sum(FloatBuffer.wrap(scores), 0);
      assertThat(sum / (1024 * Math.exp(-below))).as("%f", below).isCloseTo(1, within(1e-7));
    }
  }

  @Test
  void aCertainTokenHasAProbabilityOfOne() {
    float[] scores = new float[4096];
    java.util.Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    scores[17] = 3;
    assertThat(Exponentials.sum(FloatBuffer.wrap(scores), 3))
        .isGreaterThanOrEqualTo(1)
        .isCloseTo(1, within(1e-15));
  }

  @Test
  void aVocabularyShorterThanABlockIsSummedToo() {
    FloatBuffer scores = scores(10, 2, 1);
    assertThat(Exponentials.sum(scores, 0)).isEqualTo(Exponentials.plainSum(scores, 0));
  }

  private static FloatBuffer scores(int count, float spread, long seed) {
    Random random = new Random(seed);
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      scores[i] = spread * (float) random.nextGaussian();
    }
    return FloatBuffer.wrap(scores);
  }
}
