package dev.hark.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoringChooserTest {
  @Test
  void probabilitiesAreSharesOfTheExponentials() {
    // e^score is 1, 2, 5, 2: shares of 0.1, 0.2, 0.5, 0.2.
    FloatBuffer scores = FloatBuffer.wrap(new float[] {0, ln(2), ln(5), ln(2)});
    ScoringChooser chooser = ScoringChooser.over(TokenChooser.greedy(), 3);

    assertThat(chooser.choose(scores)).isEqualTo(2);

    assertThat(chooser.last().orElseThrow().logProbability())
        .isCloseTo(Math.log(0.5), within(1e-6));
    assertThat(chooser.last().orElseThrow().best())
        .extracting(TokenScore::token)
        .containsExactly(2, 1, 3);
    assertThat(chooser.last().orElseThrow().best().get(1).score())
        .isCloseTo(ln(0.2), within(1e-6f));
  }

  @Test
  void tokenThatIsNotTheBestHasItsOwnProbability() {
    ScoringChooser chooser = ScoringChooser.over(_ -> 0, 0);

    chooser.choose(FloatBuffer.wrap(new float[] {0, ln(9)}));

    assertThat(chooser.last().orElseThrow().logProbability())
        .isCloseTo(Math.log(0.1), within(1e-6));
    assertThat(chooser.last().orElseThrow().best()).isEmpty();
  }

  @Test
  void highScoresDoNotOverflow() {
    ScoringChooser chooser = ScoringChooser.over(TokenChooser.greedy(), 0);

    chooser.choose(FloatBuffer.wrap(new float[] {1000, 1000, -1000}));

    assertThat(chooser.last().orElseThrow().logProbability())
        .isCloseTo(Math.log(0.5), within(1e-9));
  }

  @Test
  void bestScoresAreThoseOfASort() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      float[] scores = new float[200];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(40); // many equal ones
      }
      List<Integer> sorted =
          IntStream.range(0, scores.length)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
              .limit(seed)
              .toList();
      assertThat(Scores.top(FloatBuffer.wrap(scores), seed))
          .as("seed %d", seed)
          .extracting(TokenScore::token)
          .isEqualTo(sorted);
    }
  }

  private static float ln(double value) {
    return (float) Math.log(value);
  }
}
