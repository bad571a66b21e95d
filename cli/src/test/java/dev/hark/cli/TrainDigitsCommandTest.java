package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainDigitsCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void recordings() throws IOException {
    Path digits = Files.createDirectories(folder.resolve("digits"));
    for (String speaker : List.of("ann", "bob", "eve")) {
      for (int digit = 0; digit < 10; digit++) {
        float[] click = new float[4000];
        click[2000] = 0.5f;
        Wav.write(digits.resolve(digit + "_" + speaker + "_0.wav"), click);
      }
    }
  }

  @Test
  void aManifestListsWhoIsNotLeftOut() throws IOException {
    Path manifest = folder.resolve("new/digits.jsonl");
    Cli.Run run = digits("-o", manifest.toString(), "--leave-out", "bob");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().strip()).isEqualTo(manifest.toString());
    assertThat(run.err()).isEqualToIgnoringNewLines("hark: 20 recordings of ann, eve\n");
    assertThat(Files.readAllLines(manifest)).hasSize(20).noneMatch(line -> line.contains("bob"));
  }

  @Test
  void stringsForEvaluationHaveTheirTextBesideThem() throws IOException {
    Path strings = folder.resolve("strings");
    Cli.Run run = digits("-o", strings.toString(), "--speakers", "bob,eve", "--eval", "3");
    assertThat(run.exit()).as(run.err()).isZero();
    try (Stream<Path> files = Files.list(strings)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "bob-0000.wav",
              "bob-0000.txt",
              "eve-0001.wav",
              "eve-0001.txt",
              "bob-0002.wav",
              "bob-0002.txt");
    }
    assertThat(Files.readString(strings.resolve("eve-0001.txt"))).matches("[a-z]+( [a-z]+)*\n");
    assertThat(digits("-o", strings.toString(), "--eval", "3").err()).contains("is not empty");
  }

  @Test
  void wrongValuesAreOneLine() {
    String out = folder.resolve("x").toString();
    for (List<String> wrong :
        List.of(
            List.of("--speakers=joe", "[ann, bob, eve]"),
            List.of("--leave-out=joe", "[ann, bob, eve]"),
            List.of("--leave-out=ann,bob,eve", "leaves out everybody"),
            List.of("--eval=0", "wanted at least 1"))) {
      Cli.Run run = digits("-o", out, wrong.getFirst());
      assertThat(run.exit()).isIn(ExitCode.INPUT, ExitCode.USAGE);
      assertThat(run.errLines()).singleElement().asString().contains(wrong.getLast());
    }
    Cli.Run empty = Cli.run("train", "digits", folder.toString(), "-o", out);
    assertThat(empty.exit()).isEqualTo(ExitCode.INPUT);
    assertThat(empty.errLines())
        .singleElement()
        .asString()
        .contains("wanted files named DIGIT_SPEAKER_NUMBER.wav");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private Cli.Run digits(String... options) {
    List<String> all =
        new ArrayList<>(List.of("train", "digits", folder.resolve("digits").toString()));
    all.addAll(List.of(options));
    return Cli.run(all.toArray(String[]::new));
  }
}
