package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.Wav;
import dev.hark.model.GoldenModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainAlignCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void clips() throws IOException {
    float[] samples = new float[16_000];
    for (int i = 4000; i < 12_000; i++) {
      samples[i] = (float) (0.3 * Math.sin(i * 0.2));
    }
    Wav.write(folder.resolve("a.wav"), samples);
    Files.writeString(
        folder.resolve("clips.jsonl"),
        """
        {"audio": "a.wav", "text": "language English<asr_text>one two", "voice": "tone:x",\
         "words": [{"text": "one", "start": 0.25, "end": 0.5}, {"text": "two", "start": 0.5, "end": 0.75}]}
        """);
  }

  @Test
  void anAlignerIsTrainedResumedAndMeasured() {
    Cli.Run first = align("2");
    assertThat(first.err()).contains("step 2: mean shift");
    assertThat(first.exit()).isZero();
    assertThat(first.out()).startsWith(folder.resolve("run/model").toString());
    assertThat(align("3").err()).contains("add --resume");
    assertThat(align("3", "--resume").exit()).isZero();

    Cli.Run measured =
        Cli.run(
            "train",
            "shifts",
            folder.resolve("clips.jsonl").toString(),
            "-m",
            folder.resolve("run/model").toString(),
            "--cache-dir",
            folder.resolve("cache").toString());
    assertThat(measured.exit()).isZero();
    assertThat(measured.out())
        .startsWith("| 1 clips | words | mean shift (ms) |")
        .contains("\n| tone, English | 2 | ")
        .contains("\n| all | 2 | ");
  }

  @Test
  void clipsWithoutTimesAreRefusedInOneLine() throws IOException {
    Files.writeString(
        folder.resolve("clips.jsonl"),
        "{\"audio\": \"a.wav\", \"text\": \"language English<asr_text>one two\"}\n");
    Cli.Run refused = align("2");
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.err()).contains("wanted \"words\" with times").hasLineCount(1);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private Cli.Run align(String steps, String... more) {
    String[] arguments = {
      "train",
      "align",
      "-m",
      GoldenModels.ASR.toString(),
      "--classes",
      "50",
      "--data",
      folder.resolve("clips.jsonl").toString(),
      "--dev",
      folder.resolve("clips.jsonl").toString(),
      "-o",
      folder.resolve("run").toString(),
      "--steps",
      steps,
      "--batch",
      "2",
      "--no-augment"
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Cli.run(all);
  }
}
