package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.AlignerConfig;
import dev.hark.model.ModelConfig;
import dev.hark.model.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the recipes of models ask for, with a script in the place of {@code hark}. */
class TrainRecipeTest {
  private static final Path RECIPES =
      Path.of(System.getProperty("hark.golden")).resolveSibling("recipes");

  @TempDir private Path folder;

  @BeforeEach
  void recorder() throws IOException {
    Files.writeString(
        folder.resolve("hark"),
        """
        #!/bin/sh
        line=$(printf '%%s\\t' "$@")
        printf '%%s\\n' "$line" >> "%s" # in one go, for two may run side by side
        [ "$2" != synth ] || { mkdir -p "$4" && echo '{"audio":"wav/a.wav"}' > "$4/manifest.jsonl"; }
        if [ "$2" = sft ]; then
          while [ "$1" != -o ]; do shift; done
          mkdir -p "$2/model" && touch "$2/model/model.safetensors"
        elif [ "$2" = export ]; then
          while [ "$1" != -o ]; do shift; done
          mkdir -p "$2" && touch "$2/model.safetensors"
        fi
        """
            .formatted(folder.resolve("calls")));
    Files.createFile(folder.resolve("pico2wave")); // is asked for, not run
    for (String name : List.of("hark", "pico2wave")) {
      Files.setPosixFilePermissions(
          folder.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.createDirectories(folder.resolve("digits"));
  }

  @Test
  void everyStepIsACommandThatHarkUnderstands() throws Exception {
    assertThat(recipe("out", "digits")).isZero();
    List<List<String>> calls = calls();
    assertThat(calls).hasSize(20 + 7 + 7 + 1 + 9 + 5);
    for (List<String> call : calls) {
      assertThat(Main.commandLine().parseArgs(call.toArray(String[]::new)).errors()).isEmpty();
    }
    assertThat(calls.get(4))
        .containsExactly(
            "train",
            "synth",
            "-o",
            "synth-train-4",
            "--clips",
            "5000",
            "--seed",
            "1004",
            "--voices",
            "train");
    assertThat(calls.get(8)).contains("1009").containsSequence("--synthesizers", "flite,festival");
    assertThat(calls.get(10))
        .contains("1021")
        .containsSequence("--synthesizers", "flite,festival,pico");
    assertThat(calls.get(19))
        .contains("1034")
        .containsSequence("--topics", "single-letters", "--synthesizers", "espeak-ng");
    assertThat(calls.get(35))
        .contains("--resume", "12000")
        .containsSequence("--vocal-tract", "0.7")
        .contains(
            "synth-train-0/manifest.jsonl:4,synth-train-1/manifest.jsonl:4,"
                + "synth-train-2/manifest.jsonl:4,synth-train-3/manifest.jsonl:4,"
                + "synth-train-4/manifest.jsonl:4,synth-train-6/manifest.jsonl:4,"
                + "synth-train-7/manifest.jsonl:2,synth-train-8/manifest.jsonl:2,"
                + "synth-train-9/manifest.jsonl:6,synth-train-20/manifest.jsonl:12,"
                + "synth-train-21/manifest.jsonl:12,synth-train-22/manifest.jsonl:12,"
                + "synth-train-23/manifest.jsonl:12,synth-train-24/manifest.jsonl:8,"
                + "synth-train-30/manifest.jsonl:4,synth-train-31/manifest.jsonl:4,"
                + "synth-train-33/manifest.jsonl:12,synth-train-34/manifest.jsonl:6,digits.jsonl:4");
    assertThat(calls.subList(36, 38)) // side by side, either may come first
        .allSatisfy(call ->
            assertThat(call)
                .containsSequence("-m", "run-1/model")
                .containsSequence("--augment-share", "0.7")
                .contains("6000"))
        .extracting(call -> call.get(call.indexOf("-o") + 1))
        .containsExactlyInAnyOrder("run-2", "run-3");
    assertThat(calls.get(38))
        .containsExactly(
            "train",
            "export",
            "run-2/model",
            "--average",
            "run-3/model",
            "-o",
            "mean-1",
            "--type",
            "f32");
    assertThat(calls.subList(39, 41))
        .allSatisfy(call -> assertThat(call).containsSequence("-m", "mean-1").contains("4000"));
    assertThat(calls.subList(42, 44))
        .allSatisfy(call ->
            assertThat(call)
                .containsSequence("-m", "mean-2")
                .anyMatch(word ->
                    word.endsWith(
                        "synth-train-33/manifest.jsonl:4,synth-train-34/manifest.jsonl:2,"
                            + "synth-train-25/manifest.jsonl:16,"
                            + "synth-train-26/manifest.jsonl:14,digits.jsonl:4")));
    assertThat(calls.getLast()).startsWith("train", "export", "mean-4", "-o", "hark-mini");
    assertThat(Files.readAllLines(folder.resolve("out/dev.jsonl")))
        .hasSize(7)
        .contains("{\"audio\":\"synth-dev-dates-times/wav/a.wav\"}");
  }

  @Test
  void withoutRecordingsOfDigitsThereIsSyntheticSpeechAlone() throws Exception {
    assertThat(recipe("out")).isZero();
    assertThat(calls())
        .filteredOn(call -> call.get(1).equals("sft"))
        .hasSize(9)
        .allSatisfy(call -> assertThat(call).noneMatch(word -> word.contains("digits.jsonl")));
  }

  @Test
  void whatIsThereIsNotMadeAgain() throws Exception {
    assertThat(recipe("out", "digits")).isZero();
    Files.delete(folder.resolve("calls"));
    assertThat(recipe("out")).isZero();
    assertThat(folder.resolve("calls")).doesNotExist();
  }

  @Test
  void withoutAFolderItSaysWhatIsWanted() throws Exception {
    assertThat(recipe()).isEqualTo(2);
    assertThat(folder.resolve("err")).content().contains("wanted FOLDER [DIGITS]");
  }

  @Test
  void theRecipeOfTheAlignerIsUnderstoodToo() throws Exception {
    assertThat(run("mini-aligner", "out")).isZero();
    List<List<String>> calls = calls();
    assertThat(calls).hasSize(4 + 1 + 1 + 1);
    for (List<String> call : calls) {
      assertThat(Main.commandLine().parseArgs(call.toArray(String[]::new)).errors()).isEmpty();
    }
    assertThat(calls.get(4)).startsWith("train", "align").contains("--resume", "5000");
    Path start = folder.resolve("out/start");
    assertThat(ModelConfig.open(start)).isInstanceOf(AlignerConfig.class);
    AlignerConfig config = (AlignerConfig) ModelConfig.open(start);
    assertThat(Tokenizer.open(start).id("<timestamp>")).hasValue(config.timestampTokenId());
    assertThat(config.text().vocabularySize()).isGreaterThan(config.timestampTokenId());
  }

  @Test
  void headsAreTrainedAndMeasuredBesideACopyOfTheModel() throws Exception {
    Path heads = Files.createDirectories(folder.resolve("out/heads"));
    Path model = Files.createDirectories(folder.resolve("model"));
    Path clips = Files.createDirectories(folder.resolve("clips/synth-test-digits"));
    Files.writeString(
        clips.resolve("manifest.jsonl"),
        """
        {"audio":"wav/a.wav","style":"male","vad":[{"start":0.1,"end":0.5}],"words":[{"text":"one"}]}
        {"audio":"wav/b.wav","style":"male","vad":[]}
        """);
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(heads.resolve("heads.json"), "{}");
    Files.writeString(heads.resolve("heads.safetensors"), "");
    assertThat(run(RECIPES.resolve("hark-mini/heads.sh"), "clips", "model", "out")).isZero();
    List<List<String>> calls = calls();
    assertThat(calls).hasSize(4);
    for (List<String> call : calls) {
      assertThat(Main.commandLine().parseArgs(call.toArray(String[]::new)).errors()).isEmpty();
    }
    assertThat(calls.get(2)).containsSequence("--noise", "10");
    assertThat(Files.readAllLines(folder.resolve("out/timed.jsonl")))
        .containsExactly(
            "{\"audio\":\"%s/wav/a.wav\",\"style\":\"male\",\"words\":[{\"text\":\"one\"}]}"
                .formatted(clips));
    assertThat(folder.resolve("out/model"))
        .isDirectoryContaining("glob:**/heads.json")
        .isDirectoryContaining("glob:**/config.json");
    assertThat(model).isDirectoryNotContaining("glob:**/heads.json");
    assertThat(folder.resolve("clips")).isDirectoryNotContaining("glob:**/heads*");
  }

  @Test
  void theExperimentsAreUnderstoodToo() throws Exception {
    assertThat(run(RECIPES.resolve("hark-mini/speakers.sh"), "out", "digits")).isZero();
    assertThat(run(RECIPES.resolve("lora-words/run.sh"), "lora")).isZero();
    List<List<String>> calls = calls();
    assertThat(calls).hasSize(7 + 1 + 4 * 7 + 4 + 2 + 1 + 2);
    for (List<String> call : calls) {
      assertThat(Main.commandLine().parseArgs(call.toArray(String[]::new)).errors()).isEmpty();
    }
    assertThat(calls.stream().filter(call -> call.get(1).equals("sft")))
        .filteredOn(call -> call.toString().contains("digits-no-"))
        .hasSize(8);
  }

  private int recipe(String... arguments) throws IOException, InterruptedException {
    return run("hark-mini", arguments);
  }

  private int run(String recipe, String... arguments) throws IOException, InterruptedException {
    return run(RECIPES.resolve(recipe).resolve("train.sh"), arguments);
  }

  private int run(Path script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    Arrays.stream(arguments).map(name -> folder.resolve(name).toString()).forEach(command::add);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("log").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("HARK", folder.resolve("hark").toString());
    builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    builder
        .environment()
        .keySet()
        .removeAll(List.of("CLIPS", "STEPS", "HEADS", "KEEP", "PRECISION"));
    return builder.start().waitFor();
  }

  private List<List<String>> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls")).stream()
        .map(line -> List.of(line.split("\t")))
        .toList();
  }
}
