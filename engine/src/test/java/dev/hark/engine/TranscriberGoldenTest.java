package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.engine.longform.ReferenceCutter;
import dev.hark.model.GoldenModels;
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

/** Whole recordings through recogniser and aligner against the reference's {@code transcribe()}. */
class TranscriberGoldenTest {
  @TempDir static Path cache;
  private static Transcriber transcriber;
  private static ForcedAligner aligner;

  @BeforeAll
  static void open() {
    EngineOptions options =
        EngineOptions.create()
            .withPrecision(Precision.F32)
            .withThreads(2)
            .withBatchSize(3)
            .withCacheFolder(cache);
    transcriber = Transcriber.open(GoldenModels.ASR, options);
    aligner = ForcedAligner.open(GoldenModels.ALIGNER, options);
  }

  @AfterAll
  static void close() {
    transcriber.close();
    aligner.close();
  }

  @Test
  void pipelineCasesGiveTheSameTextsLanguagesAndTimes() {
    JsonNode golden =
        new JsonMapper().readTree(GoldenModels.golden("tiny-asr/vectors/pipeline.json"));
    assertThat(golden.get("cases").size()).isEqualTo(7);
    for (JsonNode vector : golden.get("cases")) {
      for (int i = 0; i < vector.get("clips").size(); i++) {
        String name = vector.get("name").stringValue() + ", clip " + i;
        TranscribeOptions options = options(vector, i);
        Transcription result =
            transcriber.transcribe(
                clip(vector.get("clips").get(i).stringValue()),
                ReferenceCutter.create(Duration.ofSeconds(vector.get("max_piece_sec").intValue())),
                options);

        JsonNode expected = vector.get("results").get(i);
        assertThat(withoutSpaces(result.text()))
            .as("%s: text, but for the space at joints", name)
            .isEqualTo(withoutSpaces(expected.get("text").stringValue()));
        assertThat(result.language()).as(name).isEqualTo(expected.get("language").stringValue());
        assertThat(times(result)).as(name).isEqualTo(times(expected));
        assertThat(result.truncated()).as(name).isFalse();
        assertSpansCover(result);
      }
    }
  }

  private static String withoutSpaces(String text) {
    return text.replace(" ", "");
  }

  private static List<List<Double>> times(Transcription result) {
    return result.segments().stream()
        .flatMap(segment -> segment.words().stream())
        .map(word -> List.of(word.rawStart().toMillis() / 1e3, word.rawEnd().toMillis() / 1e3))
        .toList();
  }

  private static List<List<Double>> times(JsonNode expected) {
    List<List<Double>> times = new ArrayList<>();
    if (expected.get("time_stamps").isArray()) {
      for (JsonNode item : expected.get("time_stamps")) {
        times.add(List.of(item.get(1).doubleValue(), item.get(2).doubleValue()));
      }
    }
    return times;
  }

  private static void assertSpansCover(Transcription result) {
    Duration next = Duration.ZERO;
    for (Span span : result.spans()) {
      assertThat(span.start()).isEqualTo(next);
      next = span.end();
    }
    assertThat(next).isEqualTo(result.duration());
  }

  private static TranscribeOptions options(JsonNode vector, int clip) {
    TranscribeOptions options =
        TranscribeOptions.create().withSplit(TranscribeOptions.Split.REFERENCE);
    if (vector.get("timestamps").booleanValue()) {
      options = options.withWordTimestamps(aligner);
    }
    String language = item(vector.get("language"), clip);
    if (!language.isEmpty()) {
      options = options.withLanguage(language);
    }
    return options.withContext(item(vector.get("context"), clip));
  }

  private static String item(JsonNode values, int clip) {
    JsonNode value = values != null && values.isArray() ? values.get(clip) : values;
    return value == null || value.isNull() ? "" : value.stringValue();
  }

  private static float[] clip(String name) {
    return AudioReader.create()
        .readAll(AudioSource.of(GoldenModels.golden("clips/" + name + ".wav")));
  }
}
