package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hark.engine.Precision;
import dev.hark.model.GoldenModels;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Steps over keys and values in 8 bits against the same positions as a prompt, in floats. */
class QuantizedMemoryTest {
  private static TinyAsr model;
  private static float[] prompt; // [time, hidden]
  private static float[] plain; // [time, classes]

  @BeforeAll
  static void runAllPositionsAsAPrompt() {
    model = new TinyAsr(GoldenModels.ASR, Precision.Q8);
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
    model.decoder.truncate(0, 0);
    plain =
        model.decoder.extend(0, prompt, IntStream.range(0, time()).toArray(), model.options, 40);
    assertThat(time()).isGreaterThan(130);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 60, 100})
  void stepsScoreAsThePromptDoes(int promptLength) {
    start(0, promptLength);
    double worst = 1;
    for (int position = promptLength; position < time(); position++) {
      float[] scores = step(1)[0];
      worst = Math.min(worst, SmallNetwork.cosine(scores, plain(position)));
    }
    System.out.printf(
        "%d steps after a prompt of %d: least cosine of scores %.6f%n",
        time() - promptLength, promptLength, worst);
    assertThat(worst).isGreaterThanOrEqualTo(0.999);
  }

  /** Each row has the steps of its own prompt, wherever it is and whatever is beside it. */
  @Test
  void rowsOfABatchDoNotFeelOneAnother() {
    long seed = 23;
    Random random = new Random(seed);
    int[] lengths = random.ints(4, 5, 90).toArray();
    float[][] alone = new float[4][]; // [rows][classes]
    for (int row = 0; row < 4; row++) {
      start(0, lengths[row]);
      step(1);
      alone[row] = step(1)[0];
    }
    for (int row = 0; row < 4; row++) {
      start(row, lengths[row]);
    }
    step(4);
    model.decoder.move(3, 1);
    float[][] beside = step(3);
    int[] was = {0, 3, 2};
    for (int row = 0; row < 3; row++) {
      assertThat(SmallNetwork.cosine(beside[row], alone[was[row]]))
          .as("seed %d, row %d", seed, row)
          .isGreaterThan(0.999999);
    }
  }

  @Test
  void aRowThatMovesBeforeItsFirstStepKeepsItsPrompt() {
    start(0, 30);
    float[] expected = step(1)[0];
    start(2, 30);
    model.decoder.move(2, 0);
    assertThat(step(1)[0]).isEqualTo(expected);
  }

  @Test
  void whatIsKeptOfAPromptSparesIt() {
    start(0, 30);
    float[] expected = step(1)[0];
    start(0, 30);
    int hidden = model.plan.text().hiddenSize();
    try (KvBlock kept = model.decoder.save(0, 0, 20)) {
      model.decoder.truncate(0, 0);
      model.decoder.append(0, kept);
      float[] rest = Arrays.copyOfRange(prompt, 20 * hidden, 30 * hidden);
      model.decoder.extend(0, rest, new int[0], model.options);
    }
    assertThat(SmallNetwork.cosine(step(1)[0], expected)).isGreaterThan(0.999999);
  }

  @Test
  void aRowThatWasSteppedTakesNoMorePrompt() {
    start(0, 10);
    step(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> model.decoder.extend(0, prompt.clone(), new int[0], model.options))
        .withMessageContaining("row 0 has been stepped");
  }

  @Test
  void anEmptyRowIsNotStepped() {
    model.decoder.truncate(0, 0);
    assertThatIllegalStateException()
        .isThrownBy(() -> model.decoder.step(1, prompt.clone(), model.options))
        .withMessageContaining("row 0 is empty");
  }

  private static void start(int row, int length) {
    model.decoder.truncate(row, 0);
    int hidden = model.plan.text().hiddenSize();
    model.decoder.extend(row, Arrays.copyOf(prompt, length * hidden), new int[0], model.options);
  }

  /** Steps rows over the position that follows in each; scores {@code [rows][classes]}. */
  private static float[][] step(int rows) {
    int hidden = model.plan.text().hiddenSize();
    float[] inputs = new float[rows * hidden]; // [rows, hidden]
    for (int row = 0; row < rows; row++) {
      System.arraycopy(prompt, model.decoder.length(row) * hidden, inputs, row * hidden, hidden);
    }
    var scores = model.decoder.step(rows, inputs, model.options);
    float[][] copies = new float[rows][model.decoder.classes()];
    for (int row = 0; row < rows; row++) {
      scores.get(row * model.decoder.classes(), copies[row]);
    }
    return copies;
  }

  private static float[] plain(int position) {
    int classes = model.decoder.classes();
    return Arrays.copyOfRange(plain, position * classes, (position + 1) * classes);
  }

  private static int time() {
    return prompt.length / model.plan.text().hiddenSize();
  }
}
