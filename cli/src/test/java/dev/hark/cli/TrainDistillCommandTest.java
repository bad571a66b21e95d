package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Distillation of hark-mini into an untrained student, a step long. */
class TrainDistillCommandTest {
  private static final Path TEACHER = project("mini/src/main/resources/dev/hark/mini/model");
  private static final Path STUDENT = project("recipes/distillation/student.json");

  @TempDir private Path folder;

  @BeforeEach
  void manifest() throws IOException {
    Files.copy(project("samples/digits.wav"), folder.resolve("digits.wav"));
    Files.writeString(
        folder.resolve("clips.jsonl"),
        """
        {"audio": "digits.wav", "text": "language English<asr_text>seven nine zero five nine five five"}
        """);
  }

  @Test
  void aConfigurationAndAManifestAreEnoughForAModel() {
    Cli.Run run = distill(STUDENT.toString(), "--steps", "1");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().strip()).isEqualTo(folder.resolve("run/model").toString());
    assertThat(folder.resolve("run/metrics.jsonl")).content().contains("\"soft\": ");
    assertThat(folder.resolve("run/teacher")).isDirectory();
    try (Checkpoint model = Checkpoint.open(folder.resolve("run/model"))) {
      model.validate();
    }
  }

  @Test
  void anotherVocabularyIsOneLineAndNoRunBegins() throws IOException {
    Path other = folder.resolve("other.json");
    Files.writeString(
        other, Files.readString(STUDENT).replace("\"vocab_size\" : 1536", "\"vocab_size\" : 1600"));
    Cli.Run run = distill(other.toString(), "--steps", "1");
    assertThat(run.exit()).isEqualTo(ExitCode.MODEL);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("1600").contains("a student needs its teacher's");
    assertThat(folder.resolve("run/checkpoints")).doesNotExist();
  }

  @Test
  void layersThatThereAreNotAreAWrongOption() throws IOException {
    Cli.Run run = distill(STUDENT.toString(), "--match-encoder", "1:9", "--hidden-weight", "1");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("the student has 2 and the teacher 4");
  }

  private static Path project(String path) {
    return Path.of(System.getProperty("hark.golden")).resolveSibling(path);
  }

  private Cli.Run distill(String student, String... more) {
    return Cli.run(
        Stream.concat(
                Stream.of(
                    "train",
                    "distill",
                    "--teacher",
                    TEACHER.toString(),
                    "--student-config",
                    student,
                    "--data",
                    folder.resolve("clips.jsonl").toString(),
                    "-o",
                    folder.resolve("run").toString(),
                    "--batch",
                    "2",
                    "--precision",
                    "f32",
                    "--no-augment"),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
