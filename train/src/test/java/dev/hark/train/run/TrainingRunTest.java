package dev.hark.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.Precision;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.model.GoldenModels;
import dev.hark.model.text.OutputParser;
import dev.hark.train.data.Example;
import dev.hark.train.data.ExampleSource;
import dev.hark.train.torch.Losses;
import dev.hark.train.torch.SpeechTrainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short runs of the tiny golden recogniser on sounds made here. */
class TrainingRunTest {
  private static final ExampleSource TONES = Tones::tone;

  @TempDir private Path folder;

  @Test
  void lossesOfAResumedRunEqualThoseOfTheUnbrokenRun() throws InterruptedException {
    List<Losses> unbroken = train(folder.resolve("a"), settings(6), TONES, Integer.MAX_VALUE);
    List<Losses> resumed = new ArrayList<>();
    assertThatThrownBy(() -> resumed.addAll(train(folder.resolve("b"), settings(6), TONES, 5)))
        .isInstanceOf(Killed.class);
    resumed.addAll(train(folder.resolve("b"), settings(6), TONES, Integer.MAX_VALUE));
    assertThat(resumed).isEqualTo(unbroken.subList(3, 6));
    assertThat(unbroken.getLast().total()).isLessThan(unbroken.getFirst().total());
  }

  @Test
  void aRunThatIsResumedCanBeMadeLonger() throws InterruptedException {
    assertThat(train(folder, settings(3), TONES, Integer.MAX_VALUE)).hasSize(3);
    assertThat(train(folder, settings(5), TONES, Integer.MAX_VALUE)).hasSize(2);
  }

  @Test
  void twoRunsDoNotShareAFolder() throws InterruptedException {
    try (RunLock _ = RunLock.of(folder)) {
      assertThatThrownBy(() -> train(folder, settings(3), TONES, Integer.MAX_VALUE))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("another run");
    }
    assertThat(train(folder, settings(1), TONES, Integer.MAX_VALUE)).hasSize(1);
  }

  @Test
  void aLossThatIsNoNumberStopsTheRunAndKeepsTheCheckpointBefore() {
    ExampleSource broken =
        (index, random) -> {
          Example tone = Tones.tone(index, random);
          if (index >= 8) {
            tone.samples()[100] = Float.NaN;
          }
          return tone;
        };
    assertThatThrownBy(() -> train(folder, settings(6), broken, Integer.MAX_VALUE))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("step 5")
        .hasMessageContaining("tone 8");
    assertThat(folder.resolve("checkpoints/step-00000003.state")).exists();
  }

  @Test
  void aDamagedCheckpointIsPassedOver() throws Exception {
    List<Losses> first = train(folder, settings(6), TONES, Integer.MAX_VALUE);
    Path newest = folder.resolve("checkpoints/step-00000006.state");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    List<Losses> again = train(folder, settings(6), TONES, Integer.MAX_VALUE);
    assertThat(again).isEqualTo(first.subList(3, 6));
  }

  @Test
  void theExportAnswersInTheEngineAsInTheTrainer() throws InterruptedException {
    TrainingSettings settings = settings(3);
    train(folder, settings, TONES, Integer.MAX_VALUE);
    Example example = Tones.tone(1, new SplittableRandom(1));
    String trained;
    try (SpeechModel model = SpeechModel.open(folder.resolve("model"), settings, _ -> true)) {
      SpeechTrainer trainer =
          new SpeechTrainer(model.config(), model.parameters(), settings.losses(), false);
      ExampleEncoder encoder = new ExampleEncoder(model.tokenizer(), model.config());
      int[] answer =
          trainer.greedy(List.of(encoder.encode(example)), Set.of(151645, 151643), 32).getFirst();
      trained = OutputParser.parse(model.tokenizer().decode(answer, true)).text();
    }
    EngineOptions options = EngineOptions.create().withPrecision(Precision.F32);
    try (Transcriber transcriber = Transcriber.open(folder.resolve("model"), options)) {
      assertThat(transcriber.transcribe(example.samples(), TranscribeOptions.create()).text())
          .isEqualTo(trained);
    }
  }

  /** Stands for kill -9: nothing of the run gets to do anything more. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static List<Losses> train(
      Path folder, TrainingSettings settings, ExampleSource source, int killedAt)
      throws InterruptedException {
    List<Losses> losses = new ArrayList<>();
    try (SpeechModel model = SpeechModel.open(GoldenModels.ASR, settings, _ -> true)) {
      new TrainingRun(model, settings, source, List.of(), folder)
          .train(
              true,
              new TrainingListener() {
                @Override
                public void step(int step, Losses loss, double rate, double gradientNorm) {
                  losses.add(loss);
                  if (step == killedAt) {
                    throw new Killed();
                  }
                }

                @Override
                public void evaluated(int step, double wordErrorRate) {}

                @Override
                public void saved(int step) {}
              });
    }
    return losses;
  }

  private static TrainingSettings settings(int steps) {
    return new TrainingSettings(steps, 2, 1, 1e-3, 1, 0.01, 1, 0, 0, true, 1, 5, 1, 3, 100);
  }
}
