package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the recipe of the distillation asks for, with a script in the place of {@code hark}. */
class DistillationRecipeTest {
  private static final Path RECIPE =
      Path.of(System.getProperty("hark.golden")).resolveSibling("recipes/distillation/run.sh");

  @TempDir private Path folder;

  @Test
  void sixRunsDifferInNothingButTeacherAndSeed() throws Exception {
    Files.writeString(
        folder.resolve("hark"),
        """
        #!/bin/sh
        printf '%%s\t' "$@" >> "%s"
        echo >> "%1$s"
        case $2 in
        synth)
          mkdir -p "$4"
          echo '{"audio":"a.wav","text":"language English<asr_text>one two"}' > "$4/manifest.jsonl"
          echo '{"audio":"b.wav","text":"language English<asr_text>one two one two one two"}' >> "$4/manifest.jsonl" ;;
        sft | distill) while [ "$1" != -o ]; do shift; done; mkdir -p "$2"
          echo '{"step": 500, "wer": 0.50000}' > "$2/metrics.jsonl"
          echo '{"step": 1000, "wer": 0.04554}' >> "$2/metrics.jsonl" ;;
        esac
        """
            .formatted(folder.resolve("calls")));
    Files.setPosixFilePermissions(
        folder.resolve("hark"), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(recipe()).isZero();

    List<List<String>> calls =
        Files.readAllLines(folder.resolve("calls")).stream()
            .map(line -> List.of(line.split("\t")))
            .toList();
    assertThat(calls).hasSize(2 + 6);
    for (List<String> call : calls) {
      assertThat(Main.commandLine().parseArgs(call.toArray(String[]::new)).errors()).isEmpty();
    }
    List<List<String>> shared =
        calls.stream()
            .filter(call -> call.get(1).equals("sft") || call.get(1).equals("distill"))
            .map(call -> without(call, "-o", "--seed"))
            .map(call -> call.subList(call.indexOf("--data"), call.size()))
            .distinct()
            .toList();
    assertThat(shared).hasSize(1);
    assertThat(folder.resolve("out/train/short.jsonl"))
        .content()
        .contains("a.wav")
        .doesNotContain("b.wav");
    assertThat(Files.readAllLines(folder.resolve("out/table.md")))
        .hasSize(8)
        .contains("| teacher-3 | 4.55 % |");
    Files.delete(folder.resolve("calls"));
    assertThat(recipe()).isZero();
    assertThat(folder.resolve("calls")).content().doesNotContain("synth");
  }

  private static List<String> without(List<String> call, String... options) {
    List<String> left = new ArrayList<>(call);
    for (String option : options) {
      int at = left.indexOf(option);
      left.subList(at, at + 2).clear();
    }
    return left;
  }

  private int recipe() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", RECIPE.toString(), folder.resolve("out").toString())
            .redirectOutput(folder.resolve("log").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("HARK", folder.resolve("hark").toString());
    builder.environment().keySet().removeAll(List.of("CLIPS", "STEPS"));
    return builder.start().waitFor();
  }
}
