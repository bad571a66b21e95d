package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.GoldenModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Word times of finished segments. */
class WordsOfStreamsTest {
  @TempDir static Path cache;

  @Test
  void wordsOfASegmentHaveTheTimesOfTheirRecordingLater() {
    EngineOptions options =
        EngineOptions.create().withPrecision(Precision.F32).withCacheFolder(cache);
    float[] clip = Streams.clip("jfk");
    try (Transcriber transcriber = Transcriber.open(GoldenModels.ASR, options);
        ForcedAligner aligner = ForcedAligner.open(GoldenModels.ALIGNER, options)) {
      List<Word> offline =
          transcriber
              .transcribe(clip, TranscribeOptions.create().withWordTimestamps(aligner))
              .segments()
              .stream()
              .flatMap(segment -> segment.words().stream())
              .toList();
      List<StreamEvent> events = new java.util.ArrayList<>();
      try (LiveSession session =
          transcriber
              .streaming()
              .open(
                  Streams.live()
                      .withoutEndpointing()
                      .withSteps(StreamSteps.live().withEvery(Duration.ofSeconds(2)))
                      .withWordTimestamps(aligner),
                  events::add)) {
        session.feed(clip, 0, 16_000);
        session.clear();
        session.feed(clip);
        session.finish().join();
      }
      List<Word> live = Streams.finals(events).getFirst().text().words();
      assertThat(live).hasSameSizeAs(offline).isNotEmpty();
      for (int i = 0; i < live.size(); i++) {
        assertThat(live.get(i).text()).isEqualTo(offline.get(i).text());
        assertThat(live.get(i).start()).isEqualTo(offline.get(i).start().plusSeconds(1));
      }
    }
  }
}
