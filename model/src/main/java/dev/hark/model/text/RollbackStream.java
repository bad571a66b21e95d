package dev.hark.model.text;

import dev.hark.model.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The state of a live transcription in the official way: whenever a chunk of audio is complete, all
 * audio so far is transcribed again, with the earlier output minus its last tokens already written.
 * The model itself is the caller's: it asks for the next {@link Step}, runs it, and reports what
 * was {@link #generated}. Source: Qwen3-ASR technical report, "Streaming". Not for use by several
 * threads.
 */
public final class RollbackStream {
  private static final int SAMPLE_RATE_HZ = 16_000;
  private static final char REPLACEMENT = '\ufffd';

  private final Tokenizer tokenizer;
  private final Optional<Language> forced;
  private final Settings settings;
  private long buffered;
  private long transcribed;
  private int steps;
  private String written = "";
  private String raw = "";
  private ParsedOutput output = new ParsedOutput("", "");

  /**
   * How often and how freely to transcribe again.
   *
   * @param chunkSeconds audio between two steps, in seconds
   * @param unfixedChunks steps at the beginning that start from nothing
   * @param unfixedTokens tokens at the end of the output that the next step may change
   * @param wholeCharacters whether the last step, too, takes back tokens until no character is cut;
   *     the official code does so in all steps but the last
   */
  public record Settings(
      double chunkSeconds, int unfixedChunks, int unfixedTokens, boolean wholeCharacters) {
    /** Chunks of two seconds, two free steps, five free tokens. */
    public static final Settings DEFAULT = new Settings(2, 2, 5, true);

    public Settings {
      if (!(chunkSeconds > 0 && chunkSeconds <= 3600)) {
        throw new IllegalArgumentException(
            "chunkSeconds is " + chunkSeconds + ", wanted more than 0 and at most 3600");
      }
      if (unfixedChunks < 0 || unfixedTokens < 0) {
        throw new IllegalArgumentException(
            "unfixedChunks is %d and unfixedTokens %d, wanted 0 or more"
                .formatted(unfixedChunks, unfixedTokens));
      }
    }

    /** Samples between two steps, at 16 kHz. */
    public long chunkSamples() {
      return Math.max(1, (long) Math.rint(chunkSeconds * SAMPLE_RATE_HZ));
    }
  }

  /**
   * One run of the model.
   *
   * @param audioSamples how much of the audio to transcribe, from its beginning
   * @param written output that it continues, for {@link AsrPrompts#prompt}
   */
  public record Step(long audioSamples, String written) {}

  /**
   * A stream that has heard nothing yet.
   *
   * @param forced language to write, or empty to let the model find it
   */
  public RollbackStream(Tokenizer tokenizer, Optional<Language> forced, Settings settings) {
    this.tokenizer = tokenizer;
    this.forced = forced;
    this.settings = settings;
  }

  /** Adds audio. */
  public void accept(int samples) {
    if (samples < 0) {
      throw new IllegalArgumentException("samples is " + samples + ", wanted 0 or more");
    }
    buffered += samples;
  }

  /** The step for the next complete chunk, if there is one. */
  public Optional<Step> next() {
    if (buffered < settings.chunkSamples()) {
      return Optional.empty();
    }
    buffered -= settings.chunkSamples();
    transcribed += settings.chunkSamples();
    written = steps < settings.unfixedChunks() ? "" : kept();
    return Optional.of(new Step(transcribed, written));
  }

  /** The step for the rest at the end of the audio, if there is any. */
  public Optional<Step> finish() {
    if (buffered == 0) {
      return Optional.empty();
    }
    transcribed += buffered;
    buffered = 0;
    written =
        steps < settings.unfixedChunks() ? "" : settings.wholeCharacters() ? kept() : keptAtEnd();
    return Optional.of(new Step(transcribed, written));
  }

  /** Takes the text that the model wrote in the step before, special tokens left out. */
  public void generated(String text) {
    raw = written + text;
    output =
        forced
            .map(language -> OutputParser.parse(raw, language.englishName()))
            .orElseGet(() -> OutputParser.parse(raw));
    steps++;
  }

  /** The output so far without its last tokens; more of them where a character would be cut. */
  private String kept() {
    int[] ids = tokenizer.encode(raw);
    for (int end = ids.length - settings.unfixedTokens(); end > 0; end--) {
      String text = tokenizer.decode(Arrays.copyOf(ids, end), false);
      if (text.indexOf(REPLACEMENT) < 0) {
        return text;
      }
    }
    return "";
  }

  /** As the official code ends: at least one token, and perhaps half a character. */
  private String keptAtEnd() {
    int[] ids = tokenizer.encode(raw);
    int end = Math.min(ids.length, Math.max(1, ids.length - settings.unfixedTokens()));
    return tokenizer.decode(Arrays.copyOf(ids, end), false);
  }

  /** Language and text of the latest step. */
  public ParsedOutput output() {
    return output;
  }

  /** The latest output as the model wrote it. */
  public String raw() {
    return raw;
  }

  /** Steps done. */
  public int steps() {
    return steps;
  }

  /** Samples that wait for their chunk to be complete. */
  public long bufferedSamples() {
    return buffered;
  }

  /** Samples that the latest step covered. */
  public long transcribedSamples() {
    return transcribed;
  }
}
