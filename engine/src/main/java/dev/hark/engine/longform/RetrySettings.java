package dev.hark.engine.longform;

/**
 * What a decoder has to offer when a piece went wrong.
 *
 * @param context whether there is a context that can be left out
 * @param otherPrecision whether weights of another precision are at hand
 * @param temperature softness of a last attempt, 0 for none
 * @param skipSilence whether silent pieces are left out instead of decoded
 */
public record RetrySettings(
    boolean context, boolean otherPrecision, double temperature, boolean skipSilence) {
  /** Greedy decoding without context and without a second precision; silence is skipped. */
  public static RetrySettings create() {
    return new RetrySettings(false, false, 0, true);
  }

  /** The same with a context in the prompt that a retry may leave out. */
  public RetrySettings withContext(boolean present) {
    return new RetrySettings(present, otherPrecision, temperature, skipSilence);
  }

  /** The same with another precision to fall back to. */
  public RetrySettings withOtherPrecision(boolean present) {
    return new RetrySettings(context, present, temperature, skipSilence);
  }

  /** The same with a last attempt at this temperature. */
  public RetrySettings withTemperature(double value) {
    return new RetrySettings(context, otherPrecision, value, skipSilence);
  }

  /** The same, with silent pieces skipped or decoded like others. */
  public RetrySettings withSkipSilence(boolean skip) {
    return new RetrySettings(context, otherPrecision, temperature, skip);
  }
}
