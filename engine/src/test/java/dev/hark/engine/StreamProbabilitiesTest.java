package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hark.engine.StreamEvent.Final;
import dev.hark.engine.StreamEvent.Partial;
import dev.hark.model.GoldenModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probabilities of the tokens of live text. */
class StreamProbabilitiesTest {
  @TempDir static Path cache;
  private static Transcriber transcriber;

  @BeforeAll
  static void open() {
    transcriber =
        Transcriber.open(
            GoldenModels.ASR,
            EngineOptions.create()
                .withPrecision(Precision.F32)
                .withThreads(2)
                .withCacheFolder(cache));
  }

  @AfterAll
  static void close() {
    transcriber.close();
  }

  @Test
  void tokensOfStableAndFinalTextMakeIt() {
    float[] audio = Streams.spaced("jfk", "c33");
    StreamOptions plain = Streams.live();
    List<StreamEvent> events = run(plain.withProbabilities(), audio);

    List<ScoredToken> settled = List.of();
    int stable = 0;
    for (StreamEvent event : events) {
      if (event instanceof Partial partial) {
        assertThat(text(partial.tokens()).strip()).isEqualTo(partial.stable());
        settled = partial.tokens();
        stable += partial.stable().isEmpty() ? 0 : 1;
      } else if (event instanceof Final end) {
        assertThat(text(end.text().tokens())).isEqualTo(end.text().text());
        assertThat(end.text().tokens().subList(0, settled.size())).isEqualTo(settled);
        assertThat(end.text().tokens())
            .allSatisfy(token -> assertThat(token.logProbability()).isNotPositive());
        settled = List.of();
      }
    }
    assertThat(stable).isGreaterThan(2);
    assertThat(events.stream().map(StreamProbabilitiesTest::withoutTokens).toList())
        .as("the text is what it is without them")
        .isEqualTo(run(plain, audio));
  }

  @Test
  void tokensAreAsProbableAsThoseOfTheSameRecording() {
    float[] audio = Streams.clip("jfk");
    StreamOptions settlingNothing =
        Streams.live()
            .withoutEndpointing()
            .withSteps(new StreamSteps(Duration.ofSeconds(2), Duration.ofSeconds(2), 99, 5, 64))
            .withProbabilities();
    List<ScoredToken> expected =
        transcriber
            .transcribe(audio, TranscribeOptions.create().withProbabilities(0))
            .segments()
            .getFirst()
            .tokens();

    List<ScoredToken> tokens =
        Streams.finals(run(settlingNothing, audio)).getFirst().text().tokens();

    assertThat(tokens).hasSameSizeAs(expected).isNotEmpty();
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(tokens.get(i).id()).isEqualTo(expected.get(i).id());
      assertThat(tokens.get(i).logProbability())
          .isCloseTo(expected.get(i).logProbability(), within(1e-4));
    }
  }

  @Test
  void exactModeRefusesThem() {
    StreamOptions exact = StreamOptions.exact();
    assertThatThrownBy(exact::withProbabilities)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("take live mode");
  }

  private static StreamEvent withoutTokens(StreamEvent event) {
    return switch (event) {
      case Partial(
              long segment,
              String stable,
              String partial,
              String language,
              Duration heard,
              List<ScoredToken> _) ->
          new Partial(segment, stable, partial, language, heard, List.of());
      case Final(long segment, Segment text, Coverage coverage, String reason) ->
          new Final(segment, text.withTokens(List.of()), coverage, reason);
      default -> event;
    };
  }

  private static String text(List<ScoredToken> tokens) {
    return String.join("", tokens.stream().map(ScoredToken::text).toList());
  }

  private static List<StreamEvent> run(StreamOptions options, float[] audio) {
    return Streams.run(transcriber.streaming(), options, audio, 16_000);
  }
}
