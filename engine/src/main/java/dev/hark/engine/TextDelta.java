package dev.hark.engine;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Text that a model has just written.
 *
 * @param text whole characters, never empty
 * @param tokens the tokens it comes from; empty unless probabilities were asked for
 */
public record TextDelta(String text, List<ScoredToken> tokens) {
  private static final int MOST_ALTERNATIVES = 20;

  public TextDelta {
    tokens = List.copyOf(tokens);
  }

  static void checkAlternatives(OptionalInt alternatives) {
    int count = alternatives.orElse(0);
    if (count < 0 || count > MOST_ALTERNATIVES) {
      throw new IllegalArgumentException(
          "alternatives are %d, wanted 0 to %d".formatted(count, MOST_ALTERNATIVES));
    }
  }

  /** This text and what follows it. */
  public TextDelta plus(TextDelta next) {
    return new TextDelta(
        text + next.text, Stream.concat(tokens.stream(), next.tokens.stream()).toList());
  }
}
