package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.StreamEvent.Final;
import dev.hark.engine.StreamEvent.Partial;
import dev.hark.model.GoldenModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Exact mode against the official streaming code, both driving the tiny model. */
class ExactStreamGoldenTest {
  @TempDir static Path cache;

  @Test
  void everyStepSaysWhatTheOfficialCodeSays() throws InterruptedException {
    JsonNode golden =
        new JsonMapper().readTree(GoldenModels.golden("tiny-asr/vectors/streaming.json"));
    assertThat(golden.get("cases").size()).isEqualTo(4);
    try (Transcriber transcriber =
        Transcriber.open(
            GoldenModels.ASR,
            EngineOptions.create().withPrecision(Precision.F32).withCacheFolder(cache))) {
      for (JsonNode vector : golden.get("cases")) {
        check(transcriber, vector);
      }
    }
  }

  private static void check(Transcriber transcriber, JsonNode vector) throws InterruptedException {
    float[] audio = Streams.clip("jfk");
    BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
    int steps = 0;
    try (LiveSession session = transcriber.streaming().open(options(vector), events::add)) {
      int fed = 0;
      for (JsonNode event : vector.get("events")) {
        String name = vector.get("name").stringValue() + ", step " + steps;
        int samples = event.get("samples").intValue();
        JsonNode after = event.get("after");
        int portion = vector.get("feed_samples").intValue();
        for (; fed < samples; fed += Math.min(portion, samples - fed)) {
          session.feed(audio, fed, Math.min(portion, samples - fed));
        }
        if (event.get("event").stringValue().equals("finish")) {
          session.finish().join();
          Final end = Streams.finals(List.copyOf(events)).getFirst();
          assertThat(end.text().text()).as(name).isEqualTo(after.get("text").stringValue());
          assertThat(end.text().language()).as(name).isEqualTo(after.get("language").stringValue());
        } else if (event.get("model_calls").size() == 1) {
          Partial partial = next(events);
          assertThat(partial.stable() + partial.partial())
              .as(name)
              .isEqualTo(after.get("text").stringValue());
          assertThat(partial.language()).as(name).isEqualTo(after.get("language").stringValue());
          steps++;
        }
      }
    }
    assertThat(steps).isEqualTo(5);
  }

  private static Partial next(BlockingQueue<StreamEvent> events) throws InterruptedException {
    while (true) {
      if (events.take() instanceof Partial partial) {
        return partial;
      }
    }
  }

  private static StreamOptions options(JsonNode vector) {
    StreamOptions options =
        StreamOptions.exact()
            .withSteps(
                new StreamSteps(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    vector.has("unfixed_chunk_num")
                        ? vector.get("unfixed_chunk_num").intValue()
                        : 2,
                    vector.has("unfixed_token_num")
                        ? vector.get("unfixed_token_num").intValue()
                        : 5,
                    48));
    return vector.has("language")
        ? options.withLanguage(vector.get("language").stringValue())
        : options;
  }
}
