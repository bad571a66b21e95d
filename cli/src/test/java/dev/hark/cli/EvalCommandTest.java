package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.train.data.Levels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalCommandTest {
  private static final Path GOLDEN = Path.of(System.getProperty("hark.golden"));

  @TempDir private Path folder;

  private Path tinyModel() throws IOException {
    Path model = Files.createDirectories(folder.resolve("model"));
    for (String name :
        List.of(
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "preprocessor_config.json",
            "tokenizer_config.json")) {
      Files.copy(GOLDEN.resolve("tiny-asr").resolve(name), model.resolve(name));
    }
    for (String name : List.of("vocab.json", "merges.txt")) {
      Files.copy(GOLDEN.resolve("tokenizer").resolve(name), model.resolve(name));
    }
    return model;
  }

  @Test
  void clipsAreTranscribedAndReported() throws IOException {
    Path clips = GOLDEN.resolve("clips");
    Path manifest = folder.resolve("clips.jsonl");
    Files.writeString(
        manifest,
        """
        {"audio": "%s", "text": "And so, my fellow Americans, ask not what our country can do for you, ask what you can do for your country.", "language": "en"}

        {"audio": "%s", "text": "", "language": "English"}
        {"audio": "missing.wav", "text": "x", "language": "en"}
        """
            .formatted(clips.resolve("jfk.wav"), clips.resolve("c02p0-silence.wav")));
    Path html = folder.resolve("report.html");
    Path markdown = folder.resolve("report.md");
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err, true))
            .execute(
                "eval",
                manifest.toString(),
                "--model=" + tinyModel(),
                "--cache-dir=" + folder.resolve("cache"),
                "--precision=f32",
                "--noise=60",
                "--html=" + html,
                "--markdown=" + markdown);
    assertThat(err.toString()).contains("missing.wav");
    assertThat(code).isEqualTo(ExitCode.INPUT);
    assertThat(markdown)
        .content()
        .contains("- Noise: pink, 60.0 dB below the speech")
        .contains("| English | 1 | WER | 4.55 % | – | 1 | 0 | 0 | 22 |")
        .contains("not what ~~our~~ **your** country")
        .contains("0 of 1 were given text")
        .contains("- Not readable: 1 clips");
    assertThat(html).content().contains("<del>our</del> <ins>your</ins>");
  }

  @Test
  void aFolderGivesTheRecordingsThatHaveATextBesideThem() throws IOException {
    Files.write(folder.resolve("b.wav"), new byte[44]);
    Files.write(folder.resolve("a.wav"), new byte[44]);
    Files.write(folder.resolve("untold.wav"), new byte[44]);
    Files.writeString(folder.resolve("a.txt"), "first\n");
    Files.writeString(folder.resolve("b.txt"), "second\n");
    assertThat(EvalManifest.read(folder))
        .extracting(EvalManifest.Entry::name, EvalManifest.Entry::reference)
        .containsExactly(tuple("a.wav", "first"), tuple("b.wav", "second"));
  }

  @Test
  void withoutClipsTheUsageIsWrong() {
    StringWriter err = new StringWriter();
    int code = Main.commandLine().setErr(new PrintWriter(err, true)).execute("eval");
    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("CLIPS");
  }

  @Test
  void aBadLineIsNamed() throws IOException {
    Path file = folder.resolve("clips.jsonl");
    for (String line :
        List.of(
            "{",
            "[]",
            "{\"audio\": 3, \"text\": \"\"}",
            "{\"audio\":\"a\",\"text\":\"b\",\"language\":\"klingon\"}")) {
      Files.writeString(file, "{\"audio\": \"a.wav\", \"text\": \"x\"}\n" + line + "\n");
      assertThatIllegalArgumentException()
          .as(line)
          .isThrownBy(() -> EvalManifest.read(file))
          .withMessageContaining("line 2");
    }
  }

  @Test
  void noiseIsSoManyDecibelsBelowTheSpeechAndTheSameEachTime() {
    Path clip = GOLDEN.resolve("clips/jfk.wav");
    float[] clean = AudioReader.create().readAll(AudioSource.of(clip));
    float[] noisy = new EvalNoise(5).over(AudioSource.of(clip), "jfk");
    assertThat(noisy).isEqualTo(new EvalNoise(5).over(AudioSource.of(clip), "jfk"));
    float scale = Levels.peak(noisy) < 1 ? 1 : Float.NaN; // this clip's sum is within full scale
    float[] noise = new float[clean.length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = scale * noisy[i] - clean[i];
    }
    double decibels = 20 * Math.log10(Levels.rms(clean) / Levels.rms(noise));
    assertThat(decibels).isCloseTo(5, within(0.01));
  }

  @Test
  void aNoiseThatIsNoNumberOfDecibelsIsRefused() {
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setErr(new PrintWriter(err, true))
            .execute("eval", folder.toString(), "--noise=1000");
    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--noise 1000.0: wanted decibels from -20 to 100");
  }
}
