package dev.hark.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a live stream is transcribed. Start from {@link #live} or {@link #exact} and change what
 * differs.
 *
 * @param mode which algorithm
 * @param language English name or code of the language spoken; empty or blank to let the model find
 *     out
 * @param languages if the model is to find out, the languages it may find, by name or code; empty
 *     for all; live mode only
 * @param context names and terms likely to occur; empty for none
 * @param steps how often to decode, and what is stable
 * @param endpointing how turns are found; empty if only {@link LiveSession#commit} ends segments
 * @param longestSegment a segment without a pause is cut here, at the quietest place
 * @param backlog what to do with audio that comes faster than it is decoded
 * @param aligner finds the times of words of final segments; stays the caller's to close
 * @param probabilities whether tokens are given with their probabilities; live mode only
 */
public record StreamOptions(
    Mode mode,
    Optional<String> language,
    List<String> languages,
    String context,
    StreamSteps steps,
    Optional<Endpointing> endpointing,
    Duration longestSegment,
    Backlog backlog,
    Optional<ForcedAligner> aligner,
    boolean probabilities) {
  private static final Duration LONGEST_EXACT = Duration.ofMinutes(20);

  /** Which algorithm. */
  public enum Mode {
    /** Low latency: short segments, cut at pauses; text is stable when two steps agree on it. */
    LIVE,
    /**
     * As the reference implementation streams: all audio of a segment is decoded again at each
     * step, after the earlier text without its last tokens. It may take back more than that, so all
     * text of an open segment is partial.
     */
    EXACT
  }

  /**
   * What to do with audio that comes faster than it is decoded.
   *
   * @param most audio that may wait
   * @param whenFull what {@link LiveSession#feed} does then
   * @param skipSteps whether sessions take turns to step, and leave out steps that are late; text
   *     comes in larger portions then, and depends on the speed of the machine; live mode only
   */
  public record Backlog(Duration most, WhenFull whenFull, boolean skipSteps) {
    public Backlog {
      if (most.compareTo(Duration.ofSeconds(1)) < 0 || most.compareTo(Duration.ofHours(1)) > 0) {
        throw new IllegalArgumentException(
            "backlog is %d ms, wanted 1 s to 1 h".formatted(most.toMillis()));
      }
    }
  }

  /** What feeding does when too much audio waits. */
  public enum WhenFull {
    /** Throws {@link StreamException} of kind {@code OVERFLOW} and takes nothing. */
    FAIL,
    /** Waits for room. */
    WAIT
  }

  public StreamOptions {
    languages = List.copyOf(languages);
    if (mode == Mode.EXACT && languages.size() > 1) {
      throw new IllegalArgumentException(
          "exact mode does what the reference does, which cannot choose among languages; give one");
    }
    if (longestSegment.compareTo(Duration.ofSeconds(5)) < 0
        || longestSegment.compareTo(LONGEST_EXACT) > 0) {
      throw new IllegalArgumentException(
          "longest segment is %s s, wanted 5 to 1200 s"
              .formatted(longestSegment.toMillis() / 1000.0));
    }
    if (mode == Mode.EXACT && probabilities) {
      throw new IllegalArgumentException(
          "exact mode writes its text anew from characters, so it has no probabilities of tokens;"
              + " take live mode");
    }
  }

  /**
   * Live captions: steps of a second (up to four beside other sessions), turns found by voice
   * activity, segments up to 24 s.
   */
  public static StreamOptions live() {
    return new StreamOptions(
        Mode.LIVE,
        Optional.empty(),
        List.of(),
        "",
        StreamSteps.live(),
        Optional.of(Endpointing.create()),
        Duration.ofSeconds(24),
        new Backlog(Duration.ofSeconds(60), WhenFull.FAIL, true),
        Optional.empty(),
        false);
  }

  /** The reference's algorithm: one segment up to 20 min, ended by the caller. */
  public static StreamOptions exact() {
    return new StreamOptions(
        Mode.EXACT,
        Optional.empty(),
        List.of(),
        "",
        StreamSteps.reference(),
        Optional.empty(),
        LONGEST_EXACT,
        new Backlog(Duration.ofSeconds(60), WhenFull.FAIL, false),
        Optional.empty(),
        false);
  }

  /** The same in a language, by name or code such as {@code "de"}. */
  public StreamOptions withLanguage(String nameOrCode) {
    return new StreamOptions(
        mode,
        Optional.of(nameOrCode),
        languages,
        context,
        steps,
        endpointing,
        longestSegment,
        backlog,
        aligner,
        probabilities);
  }

  /**
   * The same with the languages that may be spoken, by name or code: of each segment, the most
   * probable of them is taken. One alone is taken as spoken.
   */
  public StreamOptions withLanguages(List<String> namesOrCodes) {
    return new StreamOptions(
        mode,
        language,
        namesOrCodes,
        context,
        steps,
        endpointing,
        longestSegment,
        backlog,
        aligner,
        probabilities);
  }

  /** The same with names and terms likely to occur. */
  public StreamOptions withContext(String text) {
    return new StreamOptions(
        mode,
        language,
        languages,
        text,
        steps,
        endpointing,
        longestSegment,
        backlog,
        aligner,
        probabilities);
  }

  /** The same at another pace. */
  public StreamOptions withSteps(StreamSteps other) {
    return new StreamOptions(
        mode,
        language,
        languages,
        context,
        other,
        endpointing,
        longestSegment,
        backlog,
        aligner,
        probabilities);
  }

  /** The same with turns found in another way. */
  public StreamOptions withEndpointing(Endpointing other) {
    return new StreamOptions(
        mode,
        language,
        languages,
        context,
        steps,
        Optional.of(other),
        longestSegment,
        backlog,
        aligner,
        probabilities);
  }

  /** The same with segments that only {@link LiveSession#commit} ends. */
  public StreamOptions withoutEndpointing() {
    return new StreamOptions(
        mode,
        language,
        languages,
        context,
        steps,
        Optional.empty(),
        longestSegment,
        backlog,
        aligner,
        probabilities);
  }

  /** The same with another bound on a segment, 5 to 1200 s. */
  public StreamOptions withLongestSegment(Duration other) {
    return new StreamOptions(
        mode,
        language,
        languages,
        context,
        steps,
        endpointing,
        other,
        backlog,
        aligner,
        probabilities);
  }

  /** The same with another rule for late audio. */
  public StreamOptions withBacklog(Backlog other) {
    return new StreamOptions(
        mode,
        language,
        languages,
        context,
        steps,
        endpointing,
        longestSegment,
        other,
        aligner,
        probabilities);
  }

  /** The same with times for the words of final segments. */
  public StreamOptions withWordTimestamps(ForcedAligner words) {
    return new StreamOptions(
        mode,
        language,
        languages,
        context,
        steps,
        endpointing,
        longestSegment,
        backlog,
        Optional.of(words),
        probabilities);
  }

  /** The same with the tokens of stable and final text and their probabilities. */
  public StreamOptions withProbabilities() {
    return new StreamOptions(
        mode,
        language,
        languages,
        context,
        steps,
        endpointing,
        longestSegment,
        backlog,
        aligner,
        true);
  }
}
