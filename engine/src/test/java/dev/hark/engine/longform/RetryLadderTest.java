package dev.hark.engine.longform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hark.engine.Coverage;
import dev.hark.engine.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryLadderTest {
  private static final Piece TALK = new Piece(160_000, Sounds.speech(30, 1));

  private final List<DecodeSettings> asked = new ArrayList<>();

  @Test
  void goodTextIsSpeechAtTheFirstTry() throws InterruptedException {
    List<TranscribedPiece> pieces =
        ladder(RetrySettings.create(), (s, how, text) -> end(" Hello. "));

    assertThat(pieces).hasSize(1);
    assertThat(pieces.getFirst().text()).isEqualTo("Hello.");
    assertThat(pieces.getFirst().language()).isEqualTo("English");
    assertThat(pieces.getFirst().spans())
        .containsExactly(new Span(TALK.start(), TALK.end(), Coverage.SPEECH, ""));
    assertThat(asked).containsExactly(new DecodeSettings(false, 0, 664));
  }

  @Test
  void silenceIsNotDecodedUnlessAskedFor() throws InterruptedException {
    Piece silence = new Piece(0, Sounds.silence(30));
    PieceDecoder decoder = (s, how, text) -> end("Thank you.");

    assertThat(
            new RetryLadder(decoder, RetrySettings.create())
                .transcribe(silence, _ -> {})
                .getFirst())
        .isEqualTo(
            new TranscribedPiece(
                0,
                480_000,
                "",
                "",
                List.of(),
                List.of(new Span(silence.start(), silence.end(), Coverage.NO_SPEECH, "")),
                List.of()));
    assertThat(
            new RetryLadder(decoder, RetrySettings.create().withSkipSilence(false))
                .transcribe(silence, _ -> {})
                .getFirst()
                .text())
        .isEqualTo("Thank you.");
  }

  @Test
  void steadyNoiseWithoutTextIsNoSpeechWithoutRetry() throws InterruptedException {
    Piece noise = new Piece(0, Sounds.noise(30, 0.1, 5));
    List<Integer> calls = new ArrayList<>();
    RetryLadder ladder =
        new RetryLadder(
            (s, how, text) -> {
              calls.add(s.length);
              return end("");
            },
            RetrySettings.create().withContext("Quilter, gospel"));

    assertThat(ladder.transcribe(noise, _ -> {}).getFirst().spans())
        .containsExactly(new Span(noise.start(), noise.end(), Coverage.NO_SPEECH, ""));
    assertThat(calls).containsExactly(480_000);
  }

  @Test
  void lastResortsAreTheOtherPrecisionAndThenATemperature() throws InterruptedException {
    Piece crumb = TALK.part(0, 5 * 16_000);
    List<DecodeSettings> calls = new ArrayList<>();
    RetryLadder ladder =
        new RetryLadder(
            (s, how, text) -> {
              calls.add(how);
              return how.otherPrecision() ? end("All of it.") : loop("all all");
            },
            RetrySettings.create().withOtherPrecision(true).withTemperature(0.2));

    List<TranscribedPiece> pieces = ladder.transcribe(crumb, _ -> {});

    assertThat(pieces.getFirst().text()).isEqualTo("All of it.");
    assertThat(pieces.getFirst().spans().getFirst().reason())
        .isEqualTo("endless repetition; decoded again with the other precision");
    assertThat(calls).hasSize(2);
  }

  @Test
  void loopWithContextIsDecodedWithout() throws InterruptedException {
    List<TranscribedPiece> pieces =
        ladder(
            RetrySettings.create().withContext("Quilter, gospel"),
            (s, how, text) -> how.context() ? loop("names names") : end("All of it."));

    assertThat(pieces).hasSize(1);
    assertThat(pieces.getFirst().text()).isEqualTo("All of it.");
    assertThat(pieces.getFirst().spans())
        .containsExactly(
            new Span(
                TALK.start(),
                TALK.end(),
                Coverage.RECOVERED,
                "endless repetition; decoded again without context"));
    assertThat(asked).extracting(DecodeSettings::context).containsExactly(true, false);
  }

  @Test
  void loopIsDecodedInHalves() throws InterruptedException {
    List<TranscribedPiece> pieces =
        ladder(
            RetrySettings.create(),
            (s, how, text) -> s.length == 480_000 ? loop("a a") : end("half of " + s.length));

    assertThat(pieces).hasSize(2);
    assertThat(pieces)
        .flatExtracting(TranscribedPiece::spans)
        .extracting(Span::coverage, Span::reason)
        .containsOnly(tuple(Coverage.RECOVERED, "endless repetition; decoded again in halves"));
    assertThat(pieces.get(0).startSample()).isEqualTo(TALK.startSample());
    assertThat(pieces.get(1).startSample()).isEqualTo(pieces.get(0).endSample());
    assertThat(pieces.get(1).endSample()).isEqualTo(TALK.endSample());
    assertThat(asked).extracting(DecodeSettings::maxTokens).allMatch(budget -> budget <= 664);
  }

  @Test
  void stretchThatLoopsForGoodIsTruncatedAndKeepsWhatWasSaid() throws InterruptedException {
    long bad = TALK.startSample() + 400_000;
    List<TranscribedPiece> pieces =
        ladderWithPlace((start, end, how) -> start <= bad && bad < end ? loop("la") : end("text"));

    List<Span> truncated =
        pieces.stream()
            .flatMap(piece -> piece.spans().stream())
            .filter(span -> span.coverage() == Coverage.TRUNCATED)
            .toList();
    assertThat(truncated).hasSize(1);
    assertThat(truncated.getFirst().reason()).isEqualTo("endless repetition");
    assertThat(truncated.getFirst().end().minus(truncated.getFirst().start()).toMillis())
        .isBetween(3_000L, 12_000L);
    assertThat(pieces).extracting(TranscribedPiece::text).contains("la", "text").doesNotContain("");
  }

  @Test
  void usedUpBudgetIsRetriedAndNamed() throws InterruptedException {
    List<TranscribedPiece> pieces =
        ladder(
            RetrySettings.create().withTemperature(0.2),
            (s, how, text) -> PieceText.of("words", "English", StopReason.BUDGET));

    assertThat(pieces)
        .flatExtracting(TranscribedPiece::spans)
        .extracting(Span::coverage, Span::reason)
        .containsOnly(tuple(Coverage.TRUNCATED, "token budget used up"));
    assertThat(asked).anyMatch(how -> how.temperature() == 0.2);
  }

  @Test
  void smallTemperatureHelpsAShortPiece() throws InterruptedException {
    Piece brief = new Piece(0, Sounds.speech(5, 2));
    RetryLadder ladder =
        new RetryLadder(
            (s, how, text) -> how.temperature() > 0 ? end("Clear.") : loop("x"),
            RetrySettings.create().withTemperature(0.2));

    TranscribedPiece piece = ladder.transcribe(brief, _ -> {}).getFirst();

    assertThat(piece.text()).isEqualTo("Clear.");
    assertThat(piece.spans().getFirst().reason())
        .isEqualTo("endless repetition; decoded again at temperature 0.2");
  }

  @Test
  void emptyTextOnSoundIsRetriedOnceInHalves() throws InterruptedException {
    List<TranscribedPiece> music = ladder(RetrySettings.create(), (s, how, text) -> end(""));

    assertThat(asked).hasSize(3);
    assertThat(music)
        .flatExtracting(TranscribedPiece::spans)
        .extracting(Span::coverage)
        .containsOnly(Coverage.NO_SPEECH);
    assertThat(music.getFirst().spans().getFirst().reason())
        .isEqualTo("no text although the audio is not silent, in no attempt");
  }

  @Test
  void textFoundInOneHalfOfAnEmptyPieceIsRecovered() throws InterruptedException {
    List<TranscribedPiece> pieces =
        ladderWithPlace((start, end, how) -> start > TALK.startSample() ? end("Late.") : end(""));

    assertThat(pieces).extracting(TranscribedPiece::text).containsExactly("", "Late.");
    assertThat(pieces.get(0).spans().getFirst().coverage()).isEqualTo(Coverage.NO_SPEECH);
    assertThat(pieces.get(1).spans().getFirst().coverage()).isEqualTo(Coverage.RECOVERED);
  }

  @Test
  void textOfTheWholeIsNotGivenUpForEmptyHalves() throws InterruptedException {
    List<TranscribedPiece> pieces =
        ladder(
            RetrySettings.create(),
            (s, how, text) ->
                s.length == 480_000 ? loop("A long beginning and then and then") : end(""));

    assertThat(pieces).hasSize(1);
    assertThat(pieces.getFirst().text()).isEqualTo("A long beginning and then and then");
    assertThat(pieces.getFirst().truncated()).isTrue();
  }

  @Test
  void contextEchoedOnNoiseIsNoSpeech() throws InterruptedException {
    Piece noise = new Piece(0, Sounds.noise(10, 0.1, 5));
    RetryLadder ladder =
        new RetryLadder(
            (s, how, text) -> end(how.context() ? "Quilter." : ""),
            RetrySettings.create().withContext("Quilter, gospel"));

    assertThat(ladder.transcribe(noise, _ -> {}).getFirst())
        .isEqualTo(
            new TranscribedPiece(
                0,
                160_000,
                "",
                "",
                List.of(),
                List.of(
                    new Span(
                        noise.start(), noise.end(), Coverage.NO_SPEECH, "the context was echoed")),
                List.of()));
  }

  @Test
  void contextEchoedOnSpeechIsDecodedWithout() throws InterruptedException {
    String context = "Meeting of the board of directors, Ms. Eriksen presiding";
    List<TranscribedPiece> pieces =
        ladder(
            RetrySettings.create().withContext(context),
            (s, how, text) -> end(how.context() ? context + "." : "Good morning."));

    assertThat(pieces.getFirst().text()).isEqualTo("Good morning.");
    assertThat(pieces.getFirst().spans().getFirst().reason())
        .isEqualTo("the context was echoed; decoded again without context");
  }

  @Test
  void contextThatIsReallySpokenIsPlainSpeech() throws InterruptedException {
    String context = "ask what you can do for your country";
    List<TranscribedPiece> pieces =
        ladder(
            RetrySettings.create().withContext(context),
            (s, how, text) -> end("Ask what you can do for your country."));

    assertThat(pieces.getFirst().text()).isEqualTo("Ask what you can do for your country.");
    assertThat(pieces.getFirst().spans().getFirst().coverage()).isEqualTo(Coverage.SPEECH);
    assertThat(asked).hasSize(2);
  }

  @Test
  void singleWordOfTheContextIsBelieved() throws InterruptedException {
    ladder(
        RetrySettings.create().withContext("Quilter, gospel"), (s, how, text) -> end("Quilter."));

    assertThat(asked).hasSize(1);
  }

  @Test
  void longSilenceInsideASpokenPieceIsMarked() throws InterruptedException {
    Piece piece =
        new Piece(0, Sounds.concat(Sounds.speech(10, 1), Sounds.silence(10), Sounds.speech(10, 2)));

    TranscribedPiece transcribed =
        new RetryLadder((s, how, text) -> end("Two parts."), RetrySettings.create())
            .transcribe(piece, _ -> {})
            .getFirst();

    assertThat(transcribed.spans())
        .extracting(Span::coverage)
        .containsExactly(Coverage.SPEECH, Coverage.NO_SPEECH, Coverage.SPEECH);
    assertThat(transcribed.spans().get(1).start().toMillis()).isBetween(10_000L, 10_300L);
  }

  private List<TranscribedPiece> ladder(RetrySettings settings, PieceDecoder decoder)
      throws InterruptedException {
    RetryLadder ladder =
        new RetryLadder(
            (samples, how, text) -> {
              asked.add(how);
              return decoder.decode(samples, how, text);
            },
            settings);
    return ladder.transcribe(TALK, _ -> {});
  }

  private interface PlacedDecoder {
    PieceText decode(long start, long end, DecodeSettings how);
  }

  /** Recognises where in the talk a part comes from by its samples. */
  private List<TranscribedPiece> ladderWithPlace(PlacedDecoder decoder)
      throws InterruptedException {
    return ladder(
        RetrySettings.create(),
        (samples, how, text) -> {
          int from = Collections.indexOfSubList(boxed(TALK.samples()), boxed(samples));
          long start = TALK.startSample() + from;
          return decoder.decode(start, start + samples.length, how);
        });
  }

  private static List<Float> boxed(float[] samples) {
    List<Float> boxed = new ArrayList<>(samples.length);
    for (float sample : samples) {
      boxed.add(sample);
    }
    return boxed;
  }

  static PieceText end(String text) {
    return PieceText.of(text, text.isEmpty() ? "" : "English", StopReason.END);
  }

  static PieceText loop(String text) {
    return PieceText.of(text, "English", StopReason.LOOP);
  }
}
