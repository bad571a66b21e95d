package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.Resampler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenCommandTest {
  private static final byte[] SECOND_OF_SILENCE = new byte[32_000];

  @TempDir private Path folder;

  @Test
  void rawSamplesOnStandardInputBecomeLines() throws IOException, InterruptedException {
    Path captions = folder.resolve("captions.srt");
    Cli.Run run = listen(Recordings.clip("jfk"), "--timestamps", "-o", captions.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("[00:00.").contains(" --> ").contains("And so");
    assertThat(run.out()).as("no controls in a file").doesNotContain("\u001b").doesNotContain("\r");
    assertThat(Files.readString(captions)).startsWith("1\n00:00:00,").contains("And so");
  }

  @Test
  void wordsOfFinishedLinesHaveTheirTimesWithAnAligner() throws IOException, InterruptedException {
    Path captions = folder.resolve("captions.json");
    Cli.Run run =
        listen(Recordings.clip("jfk"), "--aligner", Cli.ALIGNER, "-o", captions.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).matches("(?s)<00:\\d\\d\\.\\d{3}>And <00:\\d\\d\\.\\d{3}>so,.*");
    assertThat(run.out().replaceAll("<[0-9:.]+>", "")).startsWith("And so, my fellow");
    assertThat(Files.readString(captions)).contains("\"words\"");
  }

  @Test
  void floatsAtAnotherRateAndTwoChannelsAreHeardToo() throws IOException, InterruptedException {
    byte[] pcm = Recordings.clip("jfk");
    float[] samples = new float[pcm.length / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).getShort(2 * i) / 32_768f;
    }
    float[] faster = Resampler.resample(samples, 16_000, 48_000);
    ByteBuffer stereo = ByteBuffer.allocate(faster.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : faster) {
      stereo.putFloat(sample).putFloat(sample);
    }
    Cli.Run run = listen(stereo.array(), "--format", "f32le", "--rate", "48000", "--channels", "2");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("And so");
  }

  @Test
  void interruptWritesWhatWasSaid() throws IOException, InterruptedException {
    Process process =
        Cli.process(folder, Map.of("HARK_MODEL", Cli.MODEL), "listen", "-", "--precision", "f32")
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    Path shown = folder.resolve("out");
    try (OutputStream in = process.getOutputStream()) {
      in.write(Recordings.clip("jfk"));
      in.write(SECOND_OF_SILENCE);
      in.write(Arrays.copyOf(Recordings.clip("jfk"), 3 * 32_000));
      in.flush();
      while (process.isAlive() && Files.size(shown) == 0) {
        Thread.sleep(20);
      }
      long before = Files.readString(shown).lines().count();
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      Cli.Run run = Cli.await(process, folder);
      assertThat(run.err()).isEmpty();
      assertThat(run.exit()).isZero();
      assertThat(run.out().lines().count()).isGreaterThan(before);
    }
  }

  @Test
  void microphoneThatIsNotThereIsOneLine() {
    Cli.Run listed = Cli.run("listen", "--list-devices");
    assertThat(listed.exit()).isZero();
    Cli.Run run = Cli.run("listen", "--device", "no such device", "--model", Cli.MODEL);
    assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .contains(
            listed.out().isBlank()
                ? "this machine has no microphone that Java can use"
                : "no microphone is named \"no such device\"");
  }

  @Test
  void fileIsRefused() {
    Cli.Run run = Cli.run("listen", "talk.mp3", "--model", Cli.MODEL);
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .contains("\"talk.mp3\" is not live; hark transcribe reads files");
  }

  private Cli.Run listen(byte[] input, String... more) throws IOException, InterruptedException {
    Path file = folder.resolve("input");
    Files.write(file, input);
    List<String> arguments = new ArrayList<>(List.of("listen", "-", "--precision", "f32"));
    arguments.addAll(Arrays.asList(more));
    Process process =
        Cli.process(folder, Map.of("HARK_MODEL", Cli.MODEL), arguments.toArray(String[]::new))
            .redirectInput(file.toFile())
            .start();
    return Cli.await(process, folder);
  }
}
