package dev.hark.mini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioSource;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.Precision;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model in the jar on the samples of the project, which it was not trained on. */
class HarkMiniTest {
  private static final Path SAMPLES = Path.of(System.getProperty("hark.samples"));

  @TempDir private Path cache;

  @Test
  void theJarStaysSmall() throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.list(HarkMini.folder(cache))) {
      for (Path file : files.toList()) {
        size += Files.size(file);
      }
    }
    assertThat(size).isLessThanOrEqualTo(8_000_000);
  }

  @Test
  void theSamplesOfTheReadmeAreTranscribedRight() throws IOException {
    try (Transcriber hark = open(Precision.Q8)) {
      for (Path sample : samples(SAMPLES)) {
        assertThat(text(hark, sample)).as(sample.toString()).isEqualTo(expected(sample));
      }
    }
  }

  private Transcriber open(Precision precision) {
    return HarkMini.open(
        EngineOptions.create().withCacheFolder(cache).withPrecision(precision).withThreads(2));
  }

  private static String text(Transcriber hark, Path sample) {
    return hark.transcribe(AudioSource.of(sample), TranscribeOptions.create()).text();
  }

  private static String expected(Path sample) throws IOException {
    return Files.readString(
            sample.resolveSibling(sample.getFileName().toString().replace(".wav", ".txt")))
        .strip();
  }

  private static List<Path> samples(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
    }
  }
}
