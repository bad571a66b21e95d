package dev.hark.mini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.Word;
import dev.hark.model.eval.TimeShifts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The aligner in the jar on synthetic voices that it was not trained on. {@code clips/times.tsv}
 * has when the synthesisers say that they said each word.
 */
class HarkMiniAlignerTest {
  private static final Path CLIPS = Path.of("src/test/resources/clips");
  private static final Path SAMPLES =
      Path.of(System.getProperty("hark.golden")).resolveSibling("samples");
  private static final double MOST_MEAN_SHIFT_MILLIS = 80; // measured: 72

  @TempDir private static Path cache;
  private static ForcedAligner aligner;

  @BeforeAll
  static void open() {
    aligner = HarkMiniAligner.open(options());
  }

  @AfterAll
  static void close() {
    aligner.close();
  }

  @Test
  void timesOfDigitsAndNumbersLieNearTheTrueOnes() throws IOException {
    TimeShifts shifts = new TimeShifts();
    for (Map.Entry<String, List<Spoken>> clip : spoken().entrySet()) {
      List<Spoken> words = clip.getValue();
      String text = words.stream().map(Spoken::word).collect(Collectors.joining(" "));
      float[] samples = AudioReader.create().readAll(AudioSource.of(CLIPS.resolve(clip.getKey())));
      List<Word> found = aligner.align(samples, text, "English").words();
      assertThat(found).as(clip.getKey()).hasSameSizeAs(words);
      for (int i = 0; i < words.size(); i++) {
        shifts.add(
            millis(found.get(i).rawStart()) - words.get(i).startMillis(),
            millis(found.get(i).rawEnd()) - words.get(i).endMillis());
      }
    }
    assertThat(shifts.words()).isGreaterThan(200);
    assertThat(shifts.meanMillis()).isLessThanOrEqualTo(MOST_MEAN_SHIFT_MILLIS);
  }

  @Test
  void whatHarkMiniHearsGetsTimesInOrder() {
    try (Transcriber hark = HarkMini.open(options())) {
      for (String name : List.of("digits", "number", "mandarin", "command")) {
        List<Word> words =
            hark
                .transcribe(
                    AudioSource.of(SAMPLES.resolve(name + ".wav")),
                    TranscribeOptions.create().withWordTimestamps(aligner))
                .segments()
                .stream()
                .flatMap(segment -> segment.words().stream())
                .toList();
        assertThat(words).as(name).isNotEmpty();
        assertThat(words).allMatch(word -> word.start().compareTo(word.end()) < 0);
        for (int i = 1; i < words.size(); i++) {
          assertThat(words.get(i).start()).isGreaterThanOrEqualTo(words.get(i - 1).end());
        }
      }
    }
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private record Spoken(String word, int startMillis, int endMillis) {}

  /** The words of each clip. */
  private static Map<String, List<Spoken>> spoken() throws IOException {
    return Files.readAllLines(CLIPS.resolve("times.tsv")).stream()
        .skip(1)
        .map(line -> line.split("\t"))
        .collect(
            Collectors.groupingBy(
                fields -> fields[0],
                LinkedHashMap::new,
                Collectors.mapping(
                    fields ->
                        new Spoken(
                            fields[1], Integer.parseInt(fields[2]), Integer.parseInt(fields[3])),
                    Collectors.toList())));
  }

  private static EngineOptions options() {
    return EngineOptions.create().withCacheFolder(cache).withThreads(2);
  }
}
