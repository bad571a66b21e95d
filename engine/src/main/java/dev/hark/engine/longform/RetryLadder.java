package dev.hark.engine.longform;

import dev.hark.audio.PcmStream;
import dev.hark.engine.Coverage;
import dev.hark.engine.TextDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Transcribes a piece, and tries again in other ways when the model fell into a loop, ran out of
 * tokens, said nothing about audible sound, or repeated the context instead of listening.
 *
 * <p>The rungs, in order: without the context; in two halves, cut at the quietest inner pause, each
 * with a ladder of its own; and where a part is too short to be halved again, with weights stored
 * in another way and at a small temperature. If none gives a complete text, the longest incomplete
 * one is kept and the piece is marked {@link Coverage#TRUNCATED}: nothing the model heard is
 * dropped without a mark.
 */
final class RetryLadder {
  private static final int DEEPEST = 2;
  private static final int SHORTEST_HALVED = 6 * PcmStream.SAMPLE_RATE_HZ;

  private final PieceDecoder decoder;
  private final RetrySettings settings;

  RetryLadder(PieceDecoder decoder, RetrySettings settings) {
    this.decoder = decoder;
    this.settings = settings;
  }

  /**
   * The piece, or its parts in order when it had to be halved.
   *
   * @param text hears the first attempt while it grows
   */
  List<TranscribedPiece> transcribe(Piece piece, Consumer<TextDelta> text)
      throws InterruptedException {
    return transcribe(piece, 0, "", text);
  }

  /**
   * @param depth how often the piece was halved to get here
   * @param history what went wrong before, empty at the first attempt
   */
  private List<TranscribedPiece> transcribe(
      Piece piece, int depth, String history, Consumer<TextDelta> text)
      throws InterruptedException {
    SpeechActivity activity = decoder.activity(piece.samples());
    if (settings.skipSilence() && activity.isSilent()) {
      return List.of(silent(piece, ""));
    }
    DecodeSettings first =
        new DecodeSettings(settings.hasContext(), 0, TokenBudget.of(piece.seconds()));
    Attempt attempt = attempt(piece, activity, first, text);
    return switch (attempt.verdict()) {
      case COMPLETE -> List.of(complete(attempt, history));
      case CONTEXT_ECHO -> withoutEcho(attempt, first, depth, history);
      case EMPTY_ON_SOUND, LOOP, BUDGET_EXHAUSTED -> retry(attempt, first, depth);
    };
  }

  /** Asks again without context: what was spoken is heard again, what was echoed is not. */
  private List<TranscribedPiece> withoutEcho(
      Attempt echo, DecodeSettings first, int depth, String history) throws InterruptedException {
    DecodeSettings bare = new DecodeSettings(false, 0, first.maxTokens());
    Attempt next = attempt(echo.piece(), echo.activity(), bare, _ -> {});
    String reason = echo.verdict().reason();
    return switch (next.verdict()) {
      case EMPTY_ON_SOUND -> List.of(silent(echo.piece(), reason));
      case COMPLETE, CONTEXT_ECHO -> {
        if (next.length() == 0) {
          yield List.of(silent(echo.piece(), reason));
        }
        boolean heardAgain =
            PieceVerdict.letters(next.text().text())
                .equals(PieceVerdict.letters(echo.text().text()));
        yield List.of(
            heardAgain
                ? complete(echo, history)
                : complete(next, reason + "; decoded again without context"));
      }
      case LOOP, BUDGET_EXHAUSTED -> retry(next, bare, depth);
    };
  }

  private List<TranscribedPiece> retry(Attempt failed, DecodeSettings first, int depth)
      throws InterruptedException {
    Piece piece = failed.piece();
    String reason = failed.verdict().reason();
    Attempt best = failed;
    if (first.context()) {
      DecodeSettings bare = new DecodeSettings(false, 0, first.maxTokens());
      Attempt next = attempt(piece, failed.activity(), bare, _ -> {});
      if (next.isComplete()) {
        return List.of(complete(next, reason + "; decoded again without context"));
      }
      best = longer(best, next);
    }
    boolean empty = failed.verdict() == PieceVerdict.EMPTY_ON_SOUND;
    if (piece.samples().length >= SHORTEST_HALVED && depth < (empty ? 1 : DEEPEST)) {
      List<TranscribedPiece> halves = halves(piece, depth, reason + "; decoded again in halves");
      boolean whole = halves.stream().noneMatch(TranscribedPiece::truncated);
      int length = halves.stream().mapToInt(half -> visible(half.text())).sum();
      boolean saysMore = length > 0 && length >= best.length();
      if (saysMore || (whole && (length > 0 || best.length() == 0))) {
        return halves;
      }
    } else if (!empty) {
      for (DecodeSettings resort : lastResorts(first)) {
        Attempt next = attempt(piece, failed.activity(), resort, _ -> {});
        if (next.isComplete()) {
          return List.of(complete(next, reason + "; decoded again " + how(resort)));
        }
        best = longer(best, next);
      }
    }
    return List.of(
        best.verdict() == PieceVerdict.EMPTY_ON_SOUND
            ? silent(piece, best.verdict().reason() + ", in no attempt")
            : TranscribedPiece.of(piece, best.text(), Coverage.TRUNCATED, best.verdict().reason()));
  }

  private List<DecodeSettings> lastResorts(DecodeSettings first) {
    List<DecodeSettings> resorts = new ArrayList<>();
    if (settings.otherPrecision()) {
      resorts.add(new DecodeSettings(false, true, 0, first.maxTokens()));
    }
    if (settings.temperature() > 0) {
      resorts.add(new DecodeSettings(false, settings.temperature(), first.maxTokens()));
    }
    return resorts;
  }

  private static String how(DecodeSettings settings) {
    return settings.otherPrecision()
        ? "with the other precision"
        : "at temperature " + settings.temperature();
  }

  private List<TranscribedPiece> halves(Piece piece, int depth, String history)
      throws InterruptedException {
    int length = piece.samples().length;
    int cut = QuietestPause.find(piece.samples(), length / 4, length - length / 4, length / 2);
    List<TranscribedPiece> parts = new ArrayList<>();
    parts.addAll(transcribe(piece.part(0, cut), depth + 1, history, _ -> {}));
    parts.addAll(transcribe(piece.part(cut, length), depth + 1, history, _ -> {}));
    return parts;
  }

  private Attempt attempt(
      Piece piece, SpeechActivity activity, DecodeSettings how, Consumer<TextDelta> text)
      throws InterruptedException {
    PieceText said = decoder.decode(piece.samples(), how, text);
    return new Attempt(
        piece,
        activity,
        said,
        PieceVerdict.of(said, activity, how.context() ? settings.context() : ""));
  }

  /** A text of which nothing is missing; {@code history} says what it took, empty for nothing. */
  private static TranscribedPiece complete(Attempt attempt, String history) {
    if (attempt.length() == 0) {
      return silent(attempt.piece(), "");
    }
    Coverage coverage = history.isEmpty() ? Coverage.SPEECH : Coverage.RECOVERED;
    return TranscribedPiece.spoken(
        attempt.piece(), attempt.activity(), attempt.text(), coverage, history);
  }

  private static TranscribedPiece silent(Piece piece, String reason) {
    return TranscribedPiece.of(
        piece, PieceText.of("", "", StopReason.END), Coverage.NO_SPEECH, reason);
  }

  private static Attempt longer(Attempt a, Attempt b) {
    return b.length() > a.length() ? b : a;
  }

  private static int visible(String text) {
    return (int) text.codePoints().filter(c -> !Character.isWhitespace(c)).count();
  }

  private record Attempt(
      Piece piece, SpeechActivity activity, PieceText text, PieceVerdict verdict) {
    /** Visible characters of the text. */
    int length() {
      return visible(text.text());
    }

    boolean isComplete() {
      return verdict == PieceVerdict.COMPLETE && length() > 0;
    }
  }
}
