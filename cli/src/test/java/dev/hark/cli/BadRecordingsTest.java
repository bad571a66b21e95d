package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadRecordingsTest {
  private static final byte[] SPEECH = Recordings.clip("c03p3");

  @TempDir private Path folder;

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("empty.wav", new byte[0], "empty"),
        arguments("no-samples.wav", Recordings.pcm16(new byte[0]), "no sample"),
        arguments("text.mp3", Recordings.ascii("This is no music at all.\n".repeat(40)), ""),
        arguments("nan.wav", Recordings.floats(20_000, Float.NaN), "NaN"),
        arguments(
            "playlist.mp3", Recordings.ascii("#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n"), ""),
        arguments("concat.mp3", Recordings.ascii("ffconcat version 1.0\nfile /etc/passwd\n"), ""),
        arguments("half-header.wav", Arrays.copyOf(Recordings.pcm16(SPEECH), 30), ""));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNoRecordingIsOneLineAndLeavesNothing(String name, byte[] content, String reason)
      throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    Path out = folder.resolve("out");
    Cli.Run run = Cli.transcribe(file.toString(), "-o", out.toString(), "-f", "all");
    assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .startsWith("hark: " + file + ": ")
        .contains(reason);
    assertThat(out).isEmptyDirectory();
  }

  static Stream<Arguments> accepted() {
    byte[] eight = new byte[8 * 12 * SPEECH.length]; // 192 kHz, 8 channels
    for (int sample = 0; sample < SPEECH.length / 2; sample++) {
      for (int copy = 0; copy < 96; copy++) {
        System.arraycopy(SPEECH, 2 * sample, eight, 2 * (96 * sample + copy), 2);
      }
    }
    return Stream.of(
        arguments("says-4-GB.wav", Recordings.wav(1, 1, 16_000, 16, SPEECH, 0xffff_fff0L), true),
        arguments("says-nothing.wav", Recordings.wav(1, 1, 16_000, 16, SPEECH, 0), true),
        arguments("many.wav", Recordings.wav(1, 8, 192_000, 16, eight, eight.length), true),
        arguments("cut.mp3", Arrays.copyOf(resource("speech.mp3"), 5_000), true),
        arguments("constant.wav", Recordings.floats(48_000, 0.5f), false),
        arguments("silence.wav", Recordings.pcm16(new byte[64_000]), false));
  }

  private static byte[] resource(String name) {
    try (InputStream in = BadRecordingsTest.class.getResourceAsStream("/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void whatCanBeReadIsTranscribed(String name, byte[] content, boolean speech) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    Cli.Run run = Cli.transcribe(file.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out().isBlank()).isEqualTo(!speech);
  }

  @Test
  void whatIsNoFileIsNamed() throws IOException {
    Path bare = Files.createDirectory(folder.resolve("bare"));
    Files.writeString(bare.resolve("notes.txt"), "no audio", StandardCharsets.UTF_8);
    for (String argument :
        new String[] {
          folder.resolve("missing.wav").toString(),
          bare.toString(),
          folder + "/*.ogg",
          "https://example.org/talk.mp3",
          "\u0000"
        }) {
      Cli.Run run = Cli.transcribe(argument);
      assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
      assertThat(run.out()).isEmpty();
      assertThat(run.errLines()).hasSize(1);
    }
  }

  @Test
  void anyFileNameWorks() throws IOException {
    List<String> names =
        List.of(
            "two\nlines.wav", "quo'te\".wav", "\ud83c\udfa4 \u97f3.wav", "a;b $(c).wav", "-x.wav");
    List<String> arguments = new ArrayList<>();
    for (String name : names) {
      Path file = folder.resolve(name);
      arguments.add(file.toString());
      Files.write(file, Recordings.pcm16(SPEECH));
    }
    Path out = folder.resolve("out");
    arguments.addAll(List.of("-o", out.toString()));
    Cli.Run good = Cli.transcribe(arguments.toArray(String[]::new));
    assertThat(good.exit()).as(good.err()).isZero();
    for (String name : names) {
      assertThat(out.resolve(name.replace(".wav", ".txt"))).isNotEmptyFile();
      Files.write(folder.resolve(name), Recordings.pcm16(new byte[0]));
    }
    Cli.Run bad = Cli.transcribe(arguments.toArray(String[]::new));
    assertThat(bad.exit()).isEqualTo(ExitCode.INPUT);
    assertThat(bad.errLines()).hasSize(names.size() + 1).first().asString().contains("two lines");
  }
}
