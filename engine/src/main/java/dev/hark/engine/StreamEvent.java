package dev.hark.engine;

import java.time.Duration;
import java.util.List;

/**
 * What a live session has to say. Times count from the first sample fed; segments count from 0 and
 * are open one after the other.
 */
public sealed interface StreamEvent {
  /**
   * A segment begins.
   *
   * @param at its first sample, padding included
   */
  record SpeechStarted(long segment, Duration at) implements StreamEvent {}

  /**
   * The voice has stopped; the final text follows.
   *
   * @param at end of the segment's audio
   */
  record SpeechStopped(long segment, Duration at) implements StreamEvent {}

  /**
   * The text of the open segment so far is {@code stable + partial}.
   *
   * @param stable what never changes: every later stable text of the segment, and its final text,
   *     starts with it
   * @param partial what follows and may change
   * @param language English name of the language, empty while unknown
   * @param heard how much of the stream has been decoded
   * @param tokens the tokens of the stable text with the probabilities that they had when they
   *     became stable; empty unless asked for
   */
  record Partial(
      long segment,
      String stable,
      String partial,
      String language,
      Duration heard,
      List<ScoredToken> tokens)
      implements StreamEvent {
    public Partial {
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * A segment is done.
   *
   * @param text its times, text, language and, with an aligner, words; the text may be empty. Its
   *     tokens, if asked for, begin with those of the stable text
   * @param coverage {@link Coverage#TRUNCATED} if text may be missing
   * @param reason what went wrong on the way, empty for nothing
   */
  record Final(long segment, Segment text, Coverage coverage, String reason)
      implements StreamEvent {}

  /**
   * Nobody has spoken for as long as {@link Endpointing#idle} says; told again after as much more.
   *
   * @param from end of the speech before, or of the last such stretch
   * @param to until where the stream has been heard
   */
  record Silent(Duration from, Duration to) implements StreamEvent {}

  /**
   * The model fell into a loop and was brought out of it.
   *
   * @param heard how much of the stream had been decoded
   * @param reason what happened
   */
  record Recovered(long segment, Duration heard, String reason) implements StreamEvent {}

  /**
   * A step takes far longer than it should; the session goes on waiting for it.
   *
   * @param waited how long it has taken so far
   */
  record Stalled(long segment, Duration waited) implements StreamEvent {}

  /** The session is over: all audio before {@link LiveSession#finish} has been transcribed. */
  record Ended(Duration heard) implements StreamEvent {}

  /** The session is over because something failed. */
  record Failed(RuntimeException failure) implements StreamEvent {}
}
