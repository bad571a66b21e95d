package dev.hark.engine;

import dev.hark.model.text.Sampling;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How a text model answers. Start from {@link #create} and change what differs.
 *
 * @param thinking whether the model thinks before it answers
 * @param sampling how tokens are drawn; empty for what is recommended with or without thinking
 * @param seed makes the draw repeatable
 * @param maxTokens bound on the tokens of thought and answer together
 * @param alternatives if the listener is to get tokens with their probabilities, how many of the
 *     most probable ones with each, up to 20; empty for text alone
 * @param listener hears the text while it is generated, the thought and its tags included, mostly
 *     on the thread that generates for all callers: it must return quickly
 */
public record TextOptions(
    boolean thinking,
    Optional<Sampling> sampling,
    long seed,
    int maxTokens,
    OptionalInt alternatives,
    Consumer<TextDelta> listener) {
  private static final int MAX_TOKENS = 2048;

  public TextOptions {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens is " + maxTokens + ", wanted 1 or more");
    }
    TextDelta.checkAlternatives(alternatives);
  }

  /** A direct answer of up to 2,048 tokens, drawn as recommended, always the same. */
  public static TextOptions create() {
    return new TextOptions(false, Optional.empty(), 0, MAX_TOKENS, OptionalInt.empty(), _ -> {});
  }

  /** The same with or without a thought before the answer. */
  public TextOptions withThinking(boolean wanted) {
    return new TextOptions(wanted, sampling, seed, maxTokens, alternatives, listener);
  }

  /** The same with tokens drawn in another way; {@link Sampling#GREEDY} takes the best ones. */
  public TextOptions withSampling(Sampling other) {
    return new TextOptions(thinking, Optional.of(other), seed, maxTokens, alternatives, listener);
  }

  /** The same with another seed. */
  public TextOptions withSeed(long other) {
    return new TextOptions(thinking, sampling, other, maxTokens, alternatives, listener);
  }

  /** The same with another bound on tokens. */
  public TextOptions withMaxTokens(int count) {
    return new TextOptions(thinking, sampling, seed, count, alternatives, listener);
  }

  /** The same with a listener. */
  public TextOptions withListener(Consumer<String> other) {
    return onDelta(delta -> other.accept(delta.text()));
  }

  /** The same with a listener that gets the tokens as well, if they are wanted. */
  public TextOptions onDelta(Consumer<TextDelta> other) {
    return new TextOptions(thinking, sampling, seed, maxTokens, alternatives, other);
  }

  /**
   * The same with tokens and their probabilities for the listener of {@link #onDelta}.
   *
   * @param count how many of the most probable tokens are given with each, 0 to 20
   */
  public TextOptions withProbabilities(int count) {
    return new TextOptions(thinking, sampling, seed, maxTokens, OptionalInt.of(count), listener);
  }

  Sampling samplingOrRecommended() {
    return sampling.orElse(thinking ? Sampling.THINKING : Sampling.DIRECT);
  }
}
