package dev.hark.engine;

import java.time.Duration;

/**
 * When a live stream is decoded and how much of the text a later step may change.
 *
 * @param every audio between two steps, and before the first step of a segment
 * @param slowest most audio between two steps when sessions of the same model share its time;
 *     {@code every} to share none; live mode only
 * @param unfixedSteps steps at the beginning of a segment after which no text is stable yet
 * @param unfixedTokens tokens at the end of the text that the next step may change
 * @param maxNewTokens most tokens that a step writes
 */
public record StreamSteps(
    Duration every, Duration slowest, int unfixedSteps, int unfixedTokens, int maxNewTokens) {
  public StreamSteps {
    if (every.compareTo(Duration.ofMillis(100)) < 0
        || every.compareTo(Duration.ofSeconds(60)) > 0) {
      throw new IllegalArgumentException(
          "step is %d ms, wanted 100 to 60000 ms".formatted(every.toMillis()));
    }
    if (slowest.compareTo(every) < 0) {
      throw new IllegalArgumentException(
          "slowest step is %d ms, wanted %d ms, as usual, or more"
              .formatted(slowest.toMillis(), every.toMillis()));
    }
    if (unfixedSteps < 0 || unfixedTokens < 0 || maxNewTokens < 1) {
      throw new IllegalArgumentException(
          ("unfixedSteps, unfixedTokens and maxNewTokens are %d, %d and %d,"
                  + " wanted 0 or more, 0 or more, 1 or more")
              .formatted(unfixedSteps, unfixedTokens, maxNewTokens));
    }
  }

  /**
   * Steps of a second for live captions, of up to four beside other sessions: text is stable when
   * two steps agree on it.
   */
  public static StreamSteps live() {
    return new StreamSteps(Duration.ofSeconds(1), Duration.ofSeconds(4), 1, 3, 64);
  }

  /** The reference's: two seconds, two free steps, five free tokens. */
  public static StreamSteps reference() {
    return new StreamSteps(Duration.ofSeconds(2), Duration.ofSeconds(2), 2, 5, 64);
  }

  /** The same at another pace; the slowest one is no faster than it. */
  public StreamSteps withEvery(Duration other) {
    return new StreamSteps(
        other,
        slowest.compareTo(other) < 0 ? other : slowest,
        unfixedSteps,
        unfixedTokens,
        maxNewTokens);
  }

  /** The same with another bound on what is between two steps when sessions share the model. */
  public StreamSteps withSlowest(Duration other) {
    return new StreamSteps(every, other, unfixedSteps, unfixedTokens, maxNewTokens);
  }

  /** The same at its pace whatever other sessions do. */
  public StreamSteps fixed() {
    return withSlowest(every);
  }
}
