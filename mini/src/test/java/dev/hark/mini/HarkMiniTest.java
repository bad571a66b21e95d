package dev.hark.mini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioSource;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.model.eval.BasicTextNormalizer;
import dev.hark.model.eval.WordErrorRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model in the jar on synthetic voices that it was not trained on. */
class HarkMiniTest {
  private static final Path SAMPLES =
      Path.of(System.getProperty("hark.golden")).resolveSibling("samples");
  private static final long MOST_BYTES = 8_000_000;
  private static final double MOST_WORD_ERRORS = 0.05; // measured: 10 of 246

  @TempDir private static Path cache;
  private static Transcriber hark;

  @BeforeAll
  static void open() {
    hark = HarkMini.open(EngineOptions.create().withCacheFolder(cache).withThreads(2));
  }

  @AfterAll
  static void close() {
    hark.close();
  }

  @Test
  void modelAndAlignerTogetherStaySmall() throws IOException {
    long size = 0;
    for (Path folder : List.of(HarkMini.folder(cache), HarkMiniAligner.folder(cache))) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          size += Files.size(file);
        }
      }
    }
    assertThat(size).isLessThanOrEqualTo(MOST_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "number", "mandarin", "command"})
  void theSamplesAreTranscribedRight(String name) throws IOException {
    assertThat(text(SAMPLES.resolve(name + ".wav")))
        .isEqualTo(Files.readString(SAMPLES.resolve(name + ".txt")).strip());
  }

  @Test
  void fewWordsOfDigitsAndNumbersAreWrong() throws IOException {
    WordErrorRate rates = WordErrorRate.create(_ -> BasicTextNormalizer.create().withMarksKept());
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/clips"))) {
      for (Path text : files.filter(file -> file.toString().endsWith(".txt")).toList()) {
        Path recording = text.resolveSibling(text.getFileName().toString().replace("txt", "wav"));
        rates.add("English", Files.readString(text), text(recording));
      }
    }
    assertThat(rates.languages()).containsExactly("English");
    assertThat(rates.meanRate()).isLessThanOrEqualTo(MOST_WORD_ERRORS);
  }

  private static String text(Path recording) {
    return hark.transcribe(AudioSource.of(recording), TranscribeOptions.create()).text();
  }
}
