package dev.hark.train.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.model.Checkpoint;
import dev.hark.model.ModelException;
import dev.hark.train.run.FeatureChanges;
import dev.hark.train.run.SpeechModel;
import dev.hark.train.run.TrainingException;
import dev.hark.train.run.TrainingListener;
import dev.hark.train.run.TrainingRun;
import dev.hark.train.run.TrainingSettings;
import dev.hark.train.torch.Losses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short distillations of tiny recognisers on tones. */
class DistillationTest {
  private static final DistillationSettings SETTINGS =
      new DistillationSettings(
          2, 0.5, 8, 0.5, LayerPair.evenlySpread(1, 2), LayerPair.evenlySpread(1, 2));

  @TempDir private Path folder;
  private Path teacher = Path.of("");
  private Path student = Path.of("");

  @BeforeEach
  void models() {
    teacher = TinyRecognisers.teacher(folder.resolve("teacher-model"));
    student = TinyRecognisers.student(folder.resolve("student-model"));
  }

  @Test
  void aStudentComesNearerToItsTeacher() throws InterruptedException {
    List<Losses> losses = run("a", 40, Integer.MAX_VALUE);
    assertThat(losses.getLast().others()).containsOnlyKeys("soft", "states");
    assertThat(mean(losses.subList(35, 40), "soft"))
        .isLessThan(0.8 * mean(losses.subList(0, 5), "soft"));
    assertThat(mean(losses.subList(35, 40), "states"))
        .isLessThan(0.95 * mean(losses.subList(0, 5), "states"));
  }

  @Test
  void aKilledRunGoesOnAsTheUnbrokenOne() throws InterruptedException {
    List<Losses> unbroken = run("a", 8, Integer.MAX_VALUE);
    List<Losses> resumed = new ArrayList<>();
    assertThatThrownBy(() -> resumed.addAll(run("b", 8, 5))).isInstanceOf(Killed.class);
    resumed.addAll(run("b", 8, Integer.MAX_VALUE));
    assertThat(resumed).isEqualTo(unbroken.subList(3, 8));
  }

  @Test
  void theTeacherIsAskedOnceForEachRecording() throws InterruptedException {
    TrainingSettings settings = TinyRecognisers.settings(12, 5);
    try (Distillation distillation = open(SETTINGS, "shared")) {
      train(distillation, "a", settings, Integer.MAX_VALUE);
      assertThat(distillation.asked()).isEqualTo(12);
    }
    try (Distillation distillation = open(SETTINGS, "shared")) {
      train(distillation, "b", settings, Integer.MAX_VALUE);
      assertThat(distillation.asked()).isZero();
    }
  }

  @Test
  void theExportedModelHasNothingOfTheDistillation() throws InterruptedException {
    run("a", 2, Integer.MAX_VALUE);
    try (Checkpoint checkpoint = Checkpoint.open(folder.resolve("a/model"))) {
      checkpoint.validate();
      assertThat(checkpoint.names()).noneMatch(name -> name.contains("distillation"));
    }
  }

  @Test
  void statesThatDoNotCountAreNeitherKeptNorLearned() throws InterruptedException {
    DistillationSettings without =
        new DistillationSettings(2, 1, 8, 0, SETTINGS.encoder(), SETTINGS.decoder());
    try (Distillation distillation = open(without, "a/teacher")) {
      assertThat(distillation.shapes()).isEmpty();
      List<Losses> losses =
          train(distillation, "a", TinyRecognisers.settings(2, 5), Integer.MAX_VALUE);
      Losses last = losses.getLast();
      assertThat(last.others()).containsOnlyKeys("soft");
      assertThat(last.total()).isEqualTo(last.others().get("soft"));
    }
  }

  @Test
  void aRunIsNotContinuedWithAnotherTemperature() throws InterruptedException {
    run("a", 3, Integer.MAX_VALUE);
    DistillationSettings warmer =
        new DistillationSettings(4, 0.5, 8, 0.5, SETTINGS.encoder(), SETTINGS.decoder());
    try (Distillation distillation = open(warmer, "a/teacher")) {
      assertThatThrownBy(
              () -> train(distillation, "a", TinyRecognisers.settings(6, 5), Integer.MAX_VALUE))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("another run")
          .hasMessageContaining("temperature=4.0");
    }
  }

  @Test
  void aTeacherWithAnotherVocabularyIsRefused() {
    student =
        TinyRecognisers.folder(folder.resolve("other"), 16, 1, List.of("low", "middle", "upper"));
    assertThatThrownBy(() -> open(SETTINGS, "c"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a student needs its teacher's");
  }

  @Test
  void wordsUnderOtherNumbersAreRefused() {
    student =
        TinyRecognisers.folder(
            folder.resolve("other"), 16, 1, List.of("top", "high", "middle", "low"));
    assertThatThrownBy(() -> open(SETTINGS, "c"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("token 2")
        .hasMessageContaining("a student needs its teacher's vocabulary");
  }

  @Test
  void aConfigurationFileBecomesAStudentWithTheTeachersTokens() throws Exception {
    setHeadSize(16);
    Path file = Files.copy(student.resolve("config.json"), folder.resolve("small.json"));
    Path made = StudentFolder.of(file, teacher, folder.resolve("made"));
    for (String name : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
      assertThat(made.resolve(name)).hasSameBinaryContentAs(teacher.resolve(name));
    }
    assertThat(made.resolve("config.json")).hasSameBinaryContentAs(file);
    assertThat(made.resolve("model.safetensors")).doesNotExist();
    assertThat(StudentFolder.of(student, teacher, folder.resolve("unused"))).isEqualTo(student);
    assertThatThrownBy(
            () -> StudentFolder.of(folder.resolve("none.json"), teacher, folder.resolve("unused")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no such file");
    assertThat(folder.resolve("unused")).doesNotExist();
  }

  @Test
  void aStudentThatTheEngineCouldNotRunIsRefused() throws Exception {
    setHeadSize(24);
    assertThatThrownBy(() -> StudentFolder.of(student, teacher, folder.resolve("unused")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("head_dim is 24, wanted a multiple of 16");
  }

  private void setHeadSize(int size) throws IOException {
    Path file = student.resolve("config.json");
    String config = Files.readString(file);
    Files.writeString(file, config.replaceAll("(\"head_dim\" : )\\d+", "$1" + size));
  }

  private List<Losses> run(String name, int steps, int killedAt) throws InterruptedException {
    try (Distillation distillation = open(SETTINGS, name + "/teacher")) {
      return train(distillation, name, TinyRecognisers.settings(steps, 5), killedAt);
    }
  }

  private Distillation open(DistillationSettings settings, String cache) {
    return Distillation.open(teacher, student, settings, folder.resolve(cache), false);
  }

  private List<Losses> train(
      Distillation distillation, String name, TrainingSettings settings, int killedAt)
      throws InterruptedException {
    List<Losses> losses = new ArrayList<>();
    try (SpeechModel model =
        SpeechModel.open(student, settings, _ -> true, distillation.shapes())) {
      new TrainingRun(
              model,
              settings,
              FeatureChanges.NONE,
              Optional.of(distillation),
              TinyRecognisers::tone,
              List.of(),
              folder.resolve(name))
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

  private static double mean(List<Losses> losses, String part) {
    return losses.stream().mapToDouble(loss -> loss.others().get(part)).average().orElseThrow();
  }

  /** Stands for kill -9: nothing of the run gets to do anything more. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
