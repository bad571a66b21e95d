package dev.hark.engine.longform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.engine.TranscriptPart;
import dev.hark.engine.Transcription;
import dev.hark.engine.longform.PiecePipelineTest.MoodyModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResumptionTest {
  @Test
  void runBrokenOffAnywhereEndsAsAnUnbrokenOne() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      float[] samples = PiecePipelineTest.randomRecording(random);
      RetrySettings retries = PiecePipelineTest.retries(random);
      PiecePipeline pipeline =
          PiecePipelineTest.pipeline(
              new MoodyModel(seed, ConcurrentHashMap.newKeySet()), 3, retries);
      List<TranscriptPart> parts = new ArrayList<>();
      Transcription unbroken = resume(pipeline, samples, random, List.of(), parts);

      assertThat(
              pipeline.transcribe(
                  PiecePipelineTest.reader(samples, 16_000),
                  PiecePipelineTest.cutter(),
                  _ -> {},
                  _ -> {}))
          .as("seed %d", seed)
          .isEqualTo(unbroken);
      for (int kept = 0; kept <= parts.size(); kept++) {
        List<TranscriptPart> further = new ArrayList<>();
        Transcription resumed = resume(pipeline, samples, random, parts.subList(0, kept), further);

        assertThat(resumed).as("seed %d, %d parts kept", seed, kept).isEqualTo(unbroken);
        assertThat(further)
            .as("seed %d, %d parts kept", seed, kept)
            .isEqualTo(parts.subList(kept, parts.size()));
      }
    }
  }

  @Test
  void partsThatWereHeardBeforeAFailureAreEnoughToGoOn() {
    float[] samples = Sounds.speech(60, 3);
    PiecePipeline pipeline =
        PiecePipelineTest.pipeline(
            new MoodyModel(3, ConcurrentHashMap.newKeySet()), 2, RetrySettings.create());
    List<TranscriptPart> unbroken = new ArrayList<>();
    resume(pipeline, samples, new Random(1), List.of(), unbroken);
    List<TranscriptPart> kept = new ArrayList<>();

    assertThatThrownBy(() ->
            pipeline.resume(
                PiecePipelineTest.reader(samples, 999),
                PiecePipelineTest.cutter(),
                List.of(),
                part -> {
                  if (kept.size() == 2) {
                    throw new IllegalStateException("disk full");
                  }
                  kept.add(part);
                },
                _ -> {}))
        .hasMessage("disk full");
    resume(pipeline, samples, new Random(2), List.copyOf(kept), kept);

    assertThat(kept).isEqualTo(unbroken).hasSizeGreaterThan(3);
  }

  @Test
  void partsOfAnotherRecordingAreRefused() {
    TranscriptPart late = part(1, 2);
    PiecePipeline pipeline =
        PiecePipelineTest.pipeline(
            new MoodyModel(1, ConcurrentHashMap.newKeySet()), 1, RetrySettings.create());

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            resume(pipeline, Sounds.speech(9, 1), new Random(1), List.of(late), new ArrayList<>()))
        .withMessageContaining("wanted one that starts at PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            resume(
                pipeline,
                Sounds.speech(9, 1),
                new Random(1),
                List.of(part(0, 20)),
                new ArrayList<>()))
        .withMessageContaining("the recording ends PT11S before");
  }

  private static TranscriptPart part(int startSeconds, int endSeconds) {
    return new TranscriptPart(
        Duration.ofSeconds(startSeconds),
        Duration.ofSeconds(endSeconds),
        "x",
        "",
        List.of(),
        List.of());
  }

  private static Transcription resume(
      PiecePipeline pipeline,
      float[] samples,
      Random random,
      List<TranscriptPart> done,
      List<TranscriptPart> heard) {
    return pipeline.resume(
        PiecePipelineTest.reader(samples, random.nextInt(1, 30_000)),
        PiecePipelineTest.cutter(),
        done,
        heard::add,
        _ -> {});
  }
}
