package dev.hark.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How a recording is transcribed. Start from {@link #create} and change what differs.
 *
 * @param language English name or code of the language spoken; empty or blank to let the model find
 *     out
 * @param languages if the model is to find out, the languages it may find, by name or code; empty
 *     for all
 * @param context names and terms likely to occur, in any form; empty for none
 * @param split where long audio is cut
 * @param pieceLength about how long the pieces of long audio are
 * @param aligner finds the times of words; empty for text without word times
 * @param temperature softness of the choice of tokens; 0 always takes the likeliest
 * @param seed makes choices at a temperature repeatable
 * @param skipSilence whether silent pieces are left out without asking the model
 * @param segments hears each segment in order as soon as it is final
 * @param alternatives if tokens are wanted with their probabilities, how many of the most probable
 *     ones with each, up to 20; empty for text alone
 * @param deltas hears the text while it is generated, in order; a piece that has to be decoded
 *     again is heard as it was first said, so segments are what counts
 * @param languageProbabilities whether the result says how likely each language is, if the model
 *     has a head for it
 */
public record TranscribeOptions(
    Optional<String> language,
    List<String> languages,
    String context,
    Split split,
    Duration pieceLength,
    Optional<ForcedAligner> aligner,
    double temperature,
    long seed,
    boolean skipSilence,
    Consumer<Segment> segments,
    OptionalInt alternatives,
    Consumer<TextDelta> deltas,
    boolean languageProbabilities) {
  private static final Duration PIECE_LENGTH = Duration.ofSeconds(30);

  /** Where long audio is cut. */
  public enum Split {
    /** At pauses, into pieces of about {@link #pieceLength}. */
    PAUSES,
    /** As the reference implementation does: up to 1,200 s, at the quietest 100 ms near the end. */
    REFERENCE
  }

  public TranscribeOptions {
    languages = List.copyOf(languages);
    if (temperature < 0 || temperature > 2) {
      throw new IllegalArgumentException("temperature is " + temperature + ", wanted 0 to 2");
    }
    if (pieceLength.compareTo(Duration.ofSeconds(5)) < 0
        || pieceLength.compareTo(Duration.ofSeconds(1200)) > 0) {
      throw new IllegalArgumentException(
          "piece length is %s s, wanted 5 to 1200 s".formatted(pieceLength.toMillis() / 1000.0));
    }
    TextDelta.checkAlternatives(alternatives);
  }

  /** Language found by the model, no context, pieces of about 30 s, greedy. */
  public static TranscribeOptions create() {
    return new TranscribeOptions(
        Optional.empty(),
        List.of(),
        "",
        Split.PAUSES,
        PIECE_LENGTH,
        Optional.empty(),
        0,
        0,
        true,
        _ -> {},
        OptionalInt.empty(),
        _ -> {},
        false);
  }

  /** The same in a language, by name or code such as {@code "de"}. */
  public TranscribeOptions withLanguage(String nameOrCode) {
    return new TranscribeOptions(
        Optional.of(nameOrCode),
        languages,
        context,
        split,
        pieceLength,
        aligner,
        temperature,
        seed,
        skipSilence,
        segments,
        alternatives,
        deltas,
        languageProbabilities);
  }

  /**
   * The same with the languages that may be spoken, by name or code: of each piece of the audio,
   * the most probable of them is taken. One alone is taken as spoken.
   */
  public TranscribeOptions withLanguages(List<String> namesOrCodes) {
    return new TranscribeOptions(
        language,
        namesOrCodes,
        context,
        split,
        pieceLength,
        aligner,
        temperature,
        seed,
        skipSilence,
        segments,
        alternatives,
        deltas,
        languageProbabilities);
  }

  /** The same with names and terms likely to occur. */
  public TranscribeOptions withContext(String text) {
    return new TranscribeOptions(
        language,
        languages,
        text,
        split,
        pieceLength,
        aligner,
        temperature,
        seed,
        skipSilence,
        segments,
        alternatives,
        deltas,
        languageProbabilities);
  }

  /** The same, cut in another way. */
  public TranscribeOptions withSplit(Split other) {
    return new TranscribeOptions(
        language,
        languages,
        context,
        other,
        pieceLength,
        aligner,
        temperature,
        seed,
        skipSilence,
        segments,
        alternatives,
        deltas,
        languageProbabilities);
  }

  /** The same with pieces of another length, 5 to 1200 s. */
  public TranscribeOptions withPieceLength(Duration length) {
    return new TranscribeOptions(
        language,
        languages,
        context,
        split,
        length,
        aligner,
        temperature,
        seed,
        skipSilence,
        segments,
        alternatives,
        deltas,
        languageProbabilities);
  }

  /** The same with times for words, found by an aligner that stays the caller's to close. */
  public TranscribeOptions withWordTimestamps(ForcedAligner words) {
    return new TranscribeOptions(
        language,
        languages,
        context,
        split,
        pieceLength,
        Optional.of(words),
        temperature,
        seed,
        skipSilence,
        segments,
        alternatives,
        deltas,
        languageProbabilities);
  }

  /** The same with softer choices of tokens, repeatable by the seed. */
  public TranscribeOptions withTemperature(double softness, long randomSeed) {
    return new TranscribeOptions(
        language,
        languages,
        context,
        split,
        pieceLength,
        aligner,
        softness,
        randomSeed,
        skipSilence,
        segments,
        alternatives,
        deltas,
        languageProbabilities);
  }

  /** The same, with silent pieces skipped or given to the model. */
  public TranscribeOptions withSkipSilence(boolean skip) {
    return new TranscribeOptions(
        language,
        languages,
        context,
        split,
        pieceLength,
        aligner,
        temperature,
        seed,
        skip,
        segments,
        alternatives,
        deltas,
        languageProbabilities);
  }

  /** The same with a listener for final segments. */
  public TranscribeOptions onSegment(Consumer<Segment> listener) {
    return new TranscribeOptions(
        language,
        languages,
        context,
        split,
        pieceLength,
        aligner,
        temperature,
        seed,
        skipSilence,
        listener,
        alternatives,
        deltas,
        languageProbabilities);
  }

  /**
   * The same with the tokens of each segment and their probabilities, which costs a little time.
   *
   * @param count how many of the most probable tokens are given with each, 0 to 20
   */
  public TranscribeOptions withProbabilities(int count) {
    return new TranscribeOptions(
        language,
        languages,
        context,
        split,
        pieceLength,
        aligner,
        temperature,
        seed,
        skipSilence,
        segments,
        OptionalInt.of(count),
        deltas,
        languageProbabilities);
  }

  /** The same with a listener for text as it is generated. */
  public TranscribeOptions onText(Consumer<String> listener) {
    return onDelta(delta -> listener.accept(delta.text()));
  }

  /** The same with a listener for text as it is generated, with its tokens if they are wanted. */
  public TranscribeOptions onDelta(Consumer<TextDelta> listener) {
    return new TranscribeOptions(
        language,
        languages,
        context,
        split,
        pieceLength,
        aligner,
        temperature,
        seed,
        skipSilence,
        segments,
        alternatives,
        listener,
        languageProbabilities);
  }

  /**
   * The same with the probabilities of languages in the result, if the model has a head for them,
   * which is loaded the first time.
   */
  public TranscribeOptions withLanguageProbabilities() {
    return new TranscribeOptions(
        language,
        languages,
        context,
        split,
        pieceLength,
        aligner,
        temperature,
        seed,
        skipSilence,
        segments,
        alternatives,
        deltas,
        true);
  }
}
