package dev.hark.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.model.AsrConfig;
import dev.hark.model.EncoderHeads;
import dev.hark.model.GoldenModels;
import dev.hark.model.HeadConfig;
import dev.hark.model.HeadsConfig;
import dev.hark.model.ModelConfig;
import dev.hark.train.data.Example;
import dev.hark.train.data.Labels;
import dev.hark.train.data.SpeechSpan;
import dev.hark.train.data.SpeechSpans;
import dev.hark.train.torch.HeadTasks;
import dev.hark.train.torch.Losses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads on the tiny golden recogniser: tones are English, noise is nobody. */
class HeadTrainingTest {
  private static final int INPUTS =
      ((AsrConfig) ModelConfig.open(GoldenModels.ASR)).audio().outputSize();
  private static final HeadTasks TASKS =
      new HeadTasks(
          new HeadsConfig(
              INPUTS,
              List.of(
                  new HeadConfig("lid", HeadConfig.Kind.CLIP, List.of("English", "None"), 16),
                  new HeadConfig("vad", HeadConfig.Kind.TOKEN, List.of("speech"), 16),
                  new HeadConfig("style", HeadConfig.Kind.CLIP, List.of("even", "steady"), 16))),
          Map.of("lid", 1.0, "vad", 1.0, "style", 1.0),
          1);

  @TempDir private Path folder;

  @Test
  void headsOfAFrozenModelLearnToTellSoundsApart() throws InterruptedException {
    List<Losses> losses = new ArrayList<>();
    new HeadTraining(GoldenModels.ASR, TASKS, settings(90, 3e-2), HeadTrainingTest::sound, folder)
        .train(false, listener(losses, Integer.MAX_VALUE));
    for (String task : List.of("lid", "vad", "style")) {
      List<Double> series = losses.stream().map(loss -> loss(loss, task)).toList();
      assertThat(mean(series.subList(80, 90)))
          .as("%s: %s", task, series)
          .isLessThan(0.5 * mean(series.subList(0, 10)));
    }
    try (EncoderHeads heads = EncoderHeads.find(folder, INPUTS).orElseThrow()) {
      assertThat(heads.config().heads()).isEqualTo(TASKS.config().heads());
      assertThat(heads.config().encoder()).isPresent();
    }
  }

  @Test
  void aRunWithHeadsIsResumedExactlyAndExportsThem() throws InterruptedException {
    List<Losses> unbroken = train(folder.resolve("a"), Integer.MAX_VALUE);
    assertThatThrownBy(() -> train(folder.resolve("b"), 3)).isInstanceOf(Killed.class);
    List<Losses> rest = train(folder.resolve("b"), Integer.MAX_VALUE);
    assertThat(rest).isEqualTo(unbroken.subList(2, 4));
    assertThat(rest.getFirst().others())
        .containsKeys("norm_answer", "norm_ctc", "loss_lid", "factor_vad", "norm_style");
    try (EncoderHeads heads = EncoderHeads.find(folder.resolve("b/model"), INPUTS).orElseThrow()) {
      assertThat(heads.config().heads()).isEqualTo(TASKS.config().heads());
      assertThat(heads.config().encoder()).isPresent();
    }
  }

  @Test
  void checkpointsOfARunWithoutHeadsAreNotTaken() throws InterruptedException {
    try (SpeechModel model = SpeechModel.open(GoldenModels.ASR, settings(2, 1e-2), _ -> true)) {
      new TrainingRun(model, settings(2, 1e-2), HeadTrainingTest::sound, List.of(), folder)
          .train(true, listener(new ArrayList<>(), Integer.MAX_VALUE));
    }
    assertThatThrownBy(() -> train(folder, Integer.MAX_VALUE))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("heads");
  }

  /** Stands for kill -9: nothing of the run gets to do anything more. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static List<Losses> train(Path folder, int killedAt) throws InterruptedException {
    List<Losses> losses = new ArrayList<>();
    TrainingSettings settings = settings(4, 1e-2);
    try (SpeechModel model = SpeechModel.open(GoldenModels.ASR, settings, Tuning.FULL, TASKS)) {
      new TrainingRun(model, settings, HeadTrainingTest::sound, List.of(), folder)
          .train(true, listener(losses, killedAt));
    }
    return losses;
  }

  private static double loss(Losses losses, String task) {
    return losses.others().get("loss_" + task);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static TrainingListener listener(List<Losses> into, int killedAt) {
    return new TrainingListener() {
      @Override
      public void step(int step, Losses losses, double rate, double gradientNorm) {
        into.add(losses);
        if (step == killedAt) {
          throw new Killed();
        }
      }

      @Override
      public void evaluated(int step, double wordErrorRate) {}

      @Override
      public void saved(int step) {}
    };
  }

  private static TrainingSettings settings(int steps, double rate) {
    return new TrainingSettings(steps, 8, 1, rate, 1, 0.01, 1, 0, 0.1, false, 1, 5, 2, 2, 100);
  }

  /** A tone in the middle; one in three times only noise. Of four in five the style is known. */
  private static Example sound(long index, RandomGenerator random) {
    float[] samples = new float[24_000];
    boolean tone = index % 3 > 0;
    double hertz = random.nextBoolean() ? 2000 : 300;
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 0.002f * (random.nextFloat() - 0.5f);
      if (tone && i >= 8_000 && i < 16_000) {
        samples[i] += (float) (0.3 * Math.sin(2 * Math.PI * hertz * i / 16_000));
      }
    }
    return new Example(
        "sound " + index,
        samples,
        samples,
        false,
        tone ? "language English<asr_text>one" : "language None<asr_text>",
        "",
        new Labels(
            index % 5 == 0 ? "" : tone ? "steady" : "even",
            Optional.of(
                tone ? new SpeechSpans(List.of(new SpeechSpan(0.5, 1))) : SpeechSpans.NONE)));
  }
}
