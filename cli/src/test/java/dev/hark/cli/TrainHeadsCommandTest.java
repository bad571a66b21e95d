package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.Wav;
import dev.hark.model.GoldenModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads for the tiny golden recogniser, of tones and silence. */
class TrainHeadsCommandTest {
  @TempDir private Path folder;
  private Path manifest;

  @BeforeEach
  void recordings() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      boolean tone = i % 2 == 0;
      float[] samples = new float[16_000];
      for (int k = 4000; tone && k < 12_000; k++) {
        samples[k] = (float) (0.3 * Math.sin(0.2 * (i + 1) * k));
      }
      Wav.write(folder.resolve(i + ".wav"), samples);
      lines.append(
          "{\"audio\": \"%d.wav\", \"text\": \"language %s\"%s}\n"
              .formatted(
                  i,
                  tone ? "English<asr_text>one" : "None<asr_text>",
                  tone ? ", \"style\": \"glad\"" : ""));
    }
    manifest = Files.writeString(folder.resolve("clips.jsonl"), lines);
  }

  @Test
  void headsAreTrainedMeasuredAndUsed() throws IOException {
    Path heads = folder.resolve("heads");
    Cli.Run trained = train(heads, "--heads", "lid:0.5,vad,style", "--steps", "3");
    assertThat(trained.exit()).as(trained.err()).isZero();
    assertThat(trained.out().strip()).isEqualTo(heads.resolve("heads.json").toString());
    List<String> metrics = Files.readAllLines(heads.resolve("metrics.jsonl"));
    assertThat(metrics.stream().filter(line -> line.contains("\"loss_vad\": "))).hasSize(3);
    assertThat(Files.readString(heads.resolve("heads.json")))
        .contains("\"English\", \"None\"")
        .contains("\"glad\", \"none\"");

    Path model = GoldenModels.copy(GoldenModels.ASR, folder.resolve("model"));
    GoldenModels.copy(heads, model);
    Cli.Run measured =
        Cli.run("train", "eval-heads", "-m", model.toString(), "--data", manifest.toString());
    assertThat(measured.exit()).as(measured.err()).isZero();
    assertThat(measured.out())
        .contains("6 clips")
        .contains("language: ")
        .contains("voice activity, neural, clip by clip: ")
        .contains("voice activity, energy, as a stream: ");
    Cli.Run heard =
        Cli.run(
            "transcribe",
            GoldenModels.golden("clips/c03p3.wav").toString(),
            "--model",
            model.toString(),
            "--vad",
            "neural",
            "-f",
            "json",
            "-o",
            "-");
    assertThat(heard.exit()).as(heard.err()).isZero();
    assertThat(heard.out()).contains("\"languageProbabilities\"");

    Path fewer = folder.resolve("fewer");
    Cli.Run some = export(model, fewer, "lid,vad");
    assertThat(some.exit()).as(some.err()).isZero();
    assertThat(Files.readString(fewer.resolve("heads.json")))
        .contains("\"lid\"", "\"vad\"")
        .doesNotContain("style");
    assertThat(fewer.resolve("heads.safetensors")).isNotEmptyFile();
    Path none = folder.resolve("none");
    assertThat(export(model, none, "none").exit()).isZero();
    assertThat(none.resolve("heads.json")).doesNotExist();
    assertThat(none.resolve("model.safetensors"))
        .hasSameBinaryContentAs(fewer.resolve("model.safetensors"));
    Cli.Run unknown = export(model, folder.resolve("unknown"), "mood");
    assertThat(unknown.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("mood").contains("[lid, vad, style]");
    assertThat(folder.resolve("unknown")).doesNotExist();
  }

  private static Cli.Run export(Path model, Path out, String heads) {
    return Cli.run("train", "export", model.toString(), "-o", out.toString(), "--heads", heads);
  }

  @Test
  void headsStayWithTheirEncoderInAnotherFormatAndNotWithOneThatHasLearnt() throws IOException {
    Path heads = folder.resolve("heads");
    assertThat(train(heads, "--heads", "lid", "--steps", "1").exit()).isZero();
    Path model = GoldenModels.copy(GoldenModels.ASR, folder.resolve("model"));
    Path sft = folder.resolve("sft");
    List<String> arguments =
        List.of(
            "train",
            "sft",
            "-m",
            model.toString(),
            "--data",
            manifest.toString(),
            "-o",
            sft.toString(),
            "--steps",
            "1",
            "--batch",
            "2",
            "--precision",
            "f32");
    assertThat(Cli.run(arguments.toArray(String[]::new)).exit()).isZero();
    GoldenModels.copy(heads, model);
    String rounded = folder.resolve("rounded").toString();
    assertThat(Cli.run("train", "export", model.toString(), "-o", rounded).exit()).isZero();
    assertThat(transcribe(rounded).exit()).isZero();

    GoldenModels.copy(heads, sft.resolve("model"));
    Cli.Run run = transcribe(sft.resolve("model").toString());
    assertThat(run.exit()).isEqualTo(ExitCode.MODEL);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .contains("heads.json is for another audio encoder than that of the model");
  }

  private static Cli.Run transcribe(String model) {
    return Cli.run(
        "transcribe", GoldenModels.golden("clips/c03p3.wav").toString(), "--model", model);
  }

  @Test
  void theReportOfARunWithHeadsDrawsHowTheirGradientsAreBounded() throws IOException {
    Path run = folder.resolve("run");
    Cli.Run trained =
        Cli.run(
            "train",
            "sft",
            "-m",
            GoldenModels.ASR.toString(),
            "--data",
            manifest.toString(),
            "-o",
            run.toString(),
            "--heads",
            "lid:0.1,vad:0.2",
            "--steps",
            "2",
            "--batch",
            "2",
            "--precision",
            "f32");
    assertThat(trained.exit()).as(trained.err()).isZero();
    assertThat(Files.readString(run.resolve("metrics.jsonl")))
        .contains("\"norm_answer\": ", "\"norm_vad\": ", "\"factor_lid\": ", "\"loss_lid\": ");
    assertThat(run.resolve("model/heads.safetensors")).exists();
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("What the tasks' gradients are multiplied with");
  }

  @Test
  void whatCannotBeTrainedIsSaidInOneLine() {
    assertThat(train(folder, "--heads", "lid,mood").errLines())
        .singleElement()
        .asString()
        .contains("\"mood\"", "lid, vad, style");
    assertThat(train(folder, "--heads", "vad:-1").exit()).isEqualTo(ExitCode.USAGE);
    assertThat(train(folder, "--heads", "vad,vad").err()).contains("vad twice");
  }

  @Test
  void neuralVoiceActivityWithoutHeadsSaysWhatToDo() {
    Cli.Run run =
        Cli.run(
            "transcribe",
            GoldenModels.golden("clips/c03p3.wav").toString(),
            "--model",
            GoldenModels.ASR.toString(),
            "--vad",
            "neural");
    assertThat(run.exit()).isEqualTo(ExitCode.MODEL);
    assertThat(run.err()).contains("no heads").contains("hark train heads");
    assertThat(Cli.run("listen", "-", "--vad", "loud").exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void theModelInTheBoxHasHeads() throws IOException {
    Path sample = Path.of(System.getProperty("hark.golden")).resolveSibling("samples/digits.wav");
    Cli.Run run =
        Cli.run("transcribe", sample.toString(), "--vad", "neural", "-f", "json", "-o", "-");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(Files.readString(sample.resolveSibling("digits.txt")).strip())
        .contains("\"languageProbabilities\" : [ {", "\"language\" : \"English\"");
  }

  private Cli.Run train(Path out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "heads",
                "-m",
                GoldenModels.ASR.toString(),
                "--data",
                manifest.toString(),
                "-o",
                out.toString(),
                "--batch",
                "2"));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }
}
