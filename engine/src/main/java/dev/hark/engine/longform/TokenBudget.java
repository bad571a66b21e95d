package dev.hark.engine.longform;

/** How many tokens a piece of audio may take; model spec section 6.1. */
public final class TokenBudget {
  /** Upper bound whatever the length. */
  public static final int MAXIMUM = 4096;

  private static final int PREAMBLE = 64;
  private static final int TOKENS_PER_SECOND = 20;

  private TokenBudget() {}

  /** The largest number of new tokens for {@code seconds} of audio. */
  public static int of(double seconds) {
    return (int) Math.min(MAXIMUM, PREAMBLE + Math.ceil(TOKENS_PER_SECOND * seconds));
  }
}
