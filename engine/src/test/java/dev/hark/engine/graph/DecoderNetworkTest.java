package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Precision;
import dev.hark.model.GoldenModels;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Ways to run the decoder that must not matter. */
class DecoderNetworkTest {
  private static final double TOLERANCE = 1e-4;
  private static TinyAsr model;
  private static float[] prompt; // [time, hidden]
  private static int[] positions;
  private static float[] atOnce; // [positions, classes]

  @BeforeAll
  static void runThePromptInOnePass() {
    model = new TinyAsr(GoldenModels.ASR, Precision.F32);
    JsonNode golden =
        TinyAsr.cases().stream()
            .filter(one -> one.get("case").asString().equals("jfk/1"))
            .findFirst()
            .orElseThrow();
    prompt =
        model.prompt(
            golden.get("prompt_ids_before_audio"),
            model.encode(TinyAsr.samples("jfk")),
            golden.get("prompt_ids_after_audio"));
    int time = time();
    positions = new int[] {0, 1, 63, 64, 65, 127, 128, time - 2, time - 1};
    assertThat(time).isGreaterThan(130);
    atOnce = model.decoder.extend(0, prompt, positions, model.options, time);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 127, 128, 1000})
  void promptInPortionsScoresAsInOnePass(int portion) {
    model.decoder.truncate(1, 0);
    float[] scores = model.decoder.extend(1, prompt, positions, model.options, portion);
    assertThat(model.decoder.length(1)).isEqualTo(time());
    assertSameScores(scores, "portions of " + portion);
  }

  @Test
  void promptTokenByTokenScoresAsInOnePass() {
    model.decoder.truncate(0, 0);
    int hidden = model.plan.text().hiddenSize();
    float[] scores = new float[atOnce.length];
    int done = 0;
    for (int position = 0; position < time(); position++) {
      FloatBuffer step = model.decoder.step(1, row(position, hidden), model.options);
      if (done < positions.length && positions[done] == position) {
        step.get(0, scores, done++ * classes(), classes());
      }
    }
    assertSameScores(scores, "token by token");
  }

  @Test
  void promptCutAnywhereScoresAsInOnePass() {
    int hidden = model.plan.text().hiddenSize();
    long seed = 5;
    Random random = new Random(seed);
    for (int i = 0; i < 10; i++) {
      int cut = 1 + random.nextInt(time() - 1);
      model.decoder.truncate(1, 0);
      model.decoder.extend(1, Arrays.copyOf(prompt, cut * hidden), new int[0], model.options);
      float[] last =
          model.decoder.extend(
              1,
              Arrays.copyOfRange(prompt, cut * hidden, prompt.length),
              new int[] {time() - cut - 1},
              model.options);
      assertThat(largestDifference(last, 0, positions.length - 1))
          .as("seed %d: cut at %d", seed, cut)
          .isLessThan(TOLERANCE);
    }
  }

  /** Rows that start, step, move, shrink and grow at random, against each by itself. */
  @Test
  void rowsOfABatchDoNotFeelOneAnother() {
    int hidden = model.plan.text().hiddenSize();
    model.decoder.truncate(0, 0);
    float[] alone = // [time, classes]
        model.decoder.extend(
            0, prompt, IntStream.range(0, time()).toArray(), model.options, time());
    long seed = 17;
    Random random = new Random(seed);
    int active = 0;
    for (int round = 0; round < 120; round++) {
      String name = "seed %d, round %d".formatted(seed, round);
      if (active < 4 && random.nextInt(3) == 0) {
        int length = 1 + random.nextInt(60);
        model.decoder.truncate(active, 0);
        float[] scores =
            model.decoder.extend(
                active,
                Arrays.copyOf(prompt, length * hidden),
                new int[] {length - 1},
                model.options);
        assertThat(difference(scores, 0, alone, length - 1)).as(name).isLessThan(TOLERANCE);
        active++;
      } else if (active > 1 && random.nextInt(8) == 0) {
        int gone = random.nextInt(active);
        if (gone != active - 1) {
          model.decoder.move(active - 1, gone);
        }
        model.decoder.truncate(--active, 0);
      } else if (active > 0) {
        float[] inputs = new float[active * hidden]; // [active, hidden]
        for (int row = 0; row < active; row++) {
          if (model.decoder.length(row) == time()) {
            model.decoder.truncate(row, random.nextInt(time()));
          }
          System.arraycopy(
              prompt, model.decoder.length(row) * hidden, inputs, row * hidden, hidden);
        }
        FloatBuffer scores = model.decoder.step(active, inputs, model.options);
        float[] copy = new float[active * classes()]; // [active, classes]
        scores.get(0, copy);
        for (int row = 0; row < active; row++) {
          assertThat(difference(copy, row, alone, model.decoder.length(row) - 1))
              .as("%s, row %d of %d", name, row, active)
              .isLessThan(TOLERANCE);
        }
      }
    }
    for (int row = 0; row < 4; row++) {
      model.decoder.truncate(row, 0);
    }
  }

  private static int time() {
    return prompt.length / model.plan.text().hiddenSize();
  }

  private static int classes() {
    return model.decoder.classes();
  }

  private static float[] row(int position, int hidden) {
    return Arrays.copyOfRange(prompt, position * hidden, (position + 1) * hidden);
  }

  private static void assertSameScores(float[] scores, String name) {
    assertThat(scores).hasSameSizeAs(atOnce);
    for (int i = 0; i < positions.length; i++) {
      assertThat(largestDifference(scores, i, i))
          .as("%s, position %d", name, positions[i])
          .isLessThan(TOLERANCE);
    }
  }

  private static double largestDifference(float[] scores, int row, int expectedRow) {
    return difference(scores, row, atOnce, expectedRow);
  }

  private static double difference(float[] scores, int row, float[] expected, int expectedRow) {
    double largest = 0;
    for (int i = 0; i < classes(); i++) {
      largest =
          Math.max(
              largest,
              Math.abs(
                  (double) scores[row * classes() + i] - expected[expectedRow * classes() + i]));
    }
    return largest;
  }
}
