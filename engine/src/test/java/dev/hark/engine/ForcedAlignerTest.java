package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.model.GoldenModels;
import dev.hark.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ForcedAlignerTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path cache;
  private static ForcedAligner aligner;

  @BeforeAll
  static void open() {
    aligner = ForcedAligner.open(GoldenModels.ALIGNER, options());
  }

  @AfterAll
  static void close() {
    aligner.close();
  }

  @Test
  void goldenCasesGiveTheSameItems() throws IOException {
    List<String> lines =
        Files.readAllLines(GoldenModels.golden("tiny-aligner/vectors/cases.jsonl"));
    assertThat(lines).hasSize(8);
    for (String line : lines) {
      JsonNode vector = JSON.readTree(line);
      Alignment alignment =
          aligner.align(
              clip(vector.get("clip").stringValue()),
              vector.get("text").stringValue(),
              vector.get("language").stringValue());

      List<List<Double>> times = new ArrayList<>();
      for (Word word : alignment.words()) {
        times.add(List.of(word.rawStart().toMillis() / 1e3, word.rawEnd().toMillis() / 1e3));
      }
      List<List<Double>> expected = new ArrayList<>();
      for (JsonNode item : vector.get("items")) {
        expected.add(
            List.of(item.get("start_time").doubleValue(), item.get("end_time").doubleValue()));
      }
      assertThat(times).as("items of %s", vector.get("case")).isEqualTo(expected);
      if (!expected.isEmpty()) {
        assertThat(alignment.classes())
            .as("classes of %s", vector.get("case"))
            .isEqualTo(vector.get("argmax_class").valueStream().map(JsonNode::intValue).toList());
        assertThat(alignment.inputIds()).hasSize(vector.get("sequence_length").intValue());
      }
    }
  }

  @Test
  void wordsAreFitForSubtitles() {
    Alignment alignment =
        aligner.align(
            clip("jfk"),
            "And so, my fellow Americans, ask not what your country can do for you, ask what you"
                + " can do for your country.",
            "English");

    assertThat(alignment.words())
        .extracting(Word::text)
        .startsWith("And", "so,", "my", "fellow", "Americans,");
    Duration previous = Duration.ZERO;
    for (Word word : alignment.words()) {
      assertThat(word.start()).isGreaterThanOrEqualTo(previous);
      assertThat(word.end()).isGreaterThan(word.start());
      previous = word.end();
    }
    assertThat(previous).isLessThanOrEqualTo(Duration.ofSeconds(11));
  }

  @Test
  void decomposedTextIsAlignedComposed() {
    assertThat(aligner.align(clip("c00p5"), "Cafe\u0301", "French").text()).isEqualTo("Caf\u00E9");
  }

  @Test
  void textWithoutWordsAndAudioWithoutSamplesAreNotGivenToTheModel() {
    assertThat(aligner.align(new float[16_000], "... !?", "English"))
        .isEqualTo(new Alignment("... !?", List.of(), List.of(), List.of(), List.of()));
    assertThat(aligner.align(new float[0], "word", "").words()).isEmpty();
  }

  @Test
  void longAudioIsAlignedInWindows() {
    float[] samples = new float[400 * 16_000];
    String text = "word ".repeat(400);

    Alignment alignment = aligner.align(samples, text, "English");

    assertThat(alignment.words()).hasSize(400);
    assertThat(alignment.inputIds())
        .as("starts of audio")
        .filteredOn(id -> id == 151669)
        .hasSizeGreaterThan(1);
    assertThat(alignment.classes()).hasSizeGreaterThanOrEqualTo(800);
    assertThat(alignment.words().getLast().end()).isLessThanOrEqualTo(Duration.ofSeconds(400));
  }

  @Test
  void wordListInTheModelFolderIsUsed(@TempDir Path folder) throws IOException {
    Path model = GoldenModels.copy(GoldenModels.ALIGNER, folder.resolve("aligner"));
    Files.writeString(model.resolve("korean_dict_jieba.dict"), "\uB0A0\uC528\uAC00 10 x\n");

    try (ForcedAligner own = ForcedAligner.open(model, options())) {
      assertThat(own.align(new float[16_000], "\uB0A0\uC528\uAC00\uC694", "Korean").words())
          .extracting(Word::text)
          .containsExactly("\uB0A0\uC528\uAC00", "\uC694");
    }
    assertThat(aligner.align(new float[16_000], "\uB0A0\uC528\uAC00\uC694", "Korean").words())
        .extracting(Word::text)
        .containsExactly("\uB0A0\uC528", "\uAC00\uC694");
  }

  @Test
  void brokenWordListIsReported(@TempDir Path folder) throws IOException {
    Path model = GoldenModels.copy(GoldenModels.ALIGNER, folder.resolve("aligner"));
    Files.write(model.resolve("korean_dict_jieba.dict"), new byte[] {(byte) 0xFF, 0x41});

    assertThatThrownBy(() -> ForcedAligner.open(model, options()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot be read as a word list");
  }

  @Test
  void anotherKindOfModelIsRefused() {
    assertThatThrownBy(() -> ForcedAligner.open(GoldenModels.ASR, options()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no forced aligner");
  }

  private static EngineOptions options() {
    return EngineOptions.create()
        .withPrecision(Precision.F32)
        .withThreads(2)
        .withCacheFolder(cache);
  }

  private static float[] clip(String name) {
    return AudioReader.create()
        .readAll(AudioSource.of(GoldenModels.golden("clips/" + name + ".wav")));
  }
}
