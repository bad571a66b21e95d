package dev.hark.train.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hark.model.GoldenModels;
import dev.hark.model.HeadConfig;
import dev.hark.model.HeadsConfig;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GradientBalanceTest {
  private static final int INPUTS = GoldenClips.CONFIG.audio().outputSize();
  private static final HeadsConfig HEADS =
      new HeadsConfig(
          INPUTS,
          List.of(new HeadConfig("lid", HeadConfig.Kind.CLIP, List.of("English", "None"), 8)));

  @BeforeAll
  static void prepare() {
    LibTorch.prepare(1);
  }

  @Test
  void aDominatingTaskIsAttenuatedToTheBoundAndAnEvenOneIsLeftAlone() {
    GradientBalance balance = new GradientBalance(0.5);
    double[] norms = {2, 10, 0.9, 0};
    float[] means = new float[4];
    double[] factors = balance.factors(norms, means);
    assertThat(factors[1] * norms[1]).isCloseTo(0.5 * 2, within(1e-6));
    assertThat(factors[0]).isEqualTo(1);
    assertThat(factors[2]).isEqualTo(1);
    assertThat(factors[3]).isEqualTo(1);
  }

  @Test
  void oneOutlierMovesTheMeansByATenth() {
    GradientBalance balance = new GradientBalance(1);
    float[] means = new float[2];
    balance.factors(new double[] {1, 1}, means);
    balance.factors(new double[] {1, 11}, means);
    assertThat(means).containsExactly(1, 2);
    balance.factors(new double[] {1, 0}, means);
    assertThat(means).containsExactly(1, 2);
  }

  @Test
  void theEncoderGetsTheSumOfTheAttenuatedGradients() {
    // Far from the bound both heads' gradients pass; with a bound near 0 only the answer's does.
    float[] free = encoderGradient(100, 1e6);
    float[] bound = encoderGradient(100, 1e-9);
    float[] answer = encoderGradient(1e-9, 1e6);
    assertThat(distance(bound, answer)).isLessThan(1e-4 * norm(answer));
    assertThat(distance(free, answer)).isGreaterThan(norm(answer));
  }

  @Test
  void withoutAttenuationTheGradientsAreThoseOfTheSumOfTheLosses() {
    // The CTC loss is a side task in both ways of computing.
    try (Parameters plain = parameters(HeadTasks.NONE, new LossSettings(0, 0.5));
        Parameters parted = parameters(tasks(1e-9, 1e6), new LossSettings(0, 0.5))) {
      Losses one = step(plain, HeadTasks.NONE, new LossSettings(0, 0.5));
      Losses two = step(parted, tasks(1e-9, 1e6), new LossSettings(0, 0.5));
      assertThat(two.answer()).isCloseTo(one.answer(), within(1e-6));
      assertThat(two.ctc()).isCloseTo(one.ctc(), within(1e-5));
      float[] whole = encoder(plain);
      assertThat(distance(encoder(parted), whole)).isLessThan(1e-4 * norm(whole));
    }
  }

  private static float[] encoderGradient(double weight, double bound) {
    HeadTasks tasks = tasks(weight, bound);
    LossSettings losses = new LossSettings(0, 0);
    try (Parameters parameters = parameters(tasks, losses)) {
      Losses done = step(parameters, tasks, losses);
      Map<String, Double> series = done.others();
      double reached = bound * series.get("norm_answer") / series.get("norm_lid");
      assertThat(series.get("factor_lid")).isCloseTo(Math.min(1, reached), within(1e-6));
      assertThat(series).containsEntry("factor_answer", 1.0).containsKey("loss_lid");
      return encoder(parameters);
    }
  }

  private static HeadTasks tasks(double weight, double bound) {
    return new HeadTasks(HEADS, Map.of("lid", weight), bound);
  }

  private static Parameters parameters(HeadTasks tasks, LossSettings losses) {
    Parameters parameters =
        new Parameters(SpeechTrainer.shapes(GoldenClips.CONFIG, losses, tasks), _ -> true);
    InitialWeights.draw(parameters, 2, 1);
    return parameters;
  }

  private static Losses step(Parameters parameters, HeadTasks tasks, LossSettings losses) {
    Tokenizer tokenizer = Tokenizer.open(GoldenModels.ASR);
    int frames = GoldenClips.mel("c03p3").frames();
    SpeechExample example =
        new SpeechExample(
            "clip",
            GoldenClips.mel("c03p3"),
            new AsrPrompts(tokenizer, GoldenClips.CONFIG)
                .prompt("", Optional.empty(), AudioEncoder.tokens(frames)),
            tokenizer.encode("language English<asr_text>one"),
            tokenizer.encodePlain("one"),
            "language English<asr_text>one",
            Optional.empty(),
            new HeadLabels("English", "", new float[0]));
    SpeechTrainer trainer =
        new SpeechTrainer(GoldenClips.CONFIG, parameters, losses, tasks, false, Optional.empty());
    return trainer.accumulate(SpeechBatch.of(List.of(example), GoldenClips.CONFIG), 1);
  }

  /** Gradients of the encoder, behind one another. */
  private static float[] encoder(Parameters parameters) {
    float[] all = new float[0];
    for (Parameters.Place place : parameters.places().values()) {
      if (place.name().startsWith("model.audio_tower.")) {
        float[] values = Tensors.toFloats(parameters.parameter(place.name()).grad());
        int at = all.length;
        all = Arrays.copyOf(all, at + values.length);
        System.arraycopy(values, 0, all, at, values.length);
      }
    }
    return all;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  private static double norm(float[] a) {
    return distance(a, new float[a.length]);
  }
}
