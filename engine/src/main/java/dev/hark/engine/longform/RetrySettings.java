package dev.hark.engine.longform;

/**
 * What can be tried when a piece went wrong, and what need not be tried at all.
 *
 * @param context the context in the prompt, which a retry may leave out; empty for none
 * @param otherPrecision whether the decoder has weights stored in another way to try
 * @param temperature softness of a last attempt, 0 for none
 * @param skipSilence whether silent pieces are left out instead of decoded
 */
public record RetrySettings(
    String context, boolean otherPrecision, double temperature, boolean skipSilence) {
  /** Greedy decoding without context; silence is skipped. */
  public static RetrySettings create() {
    return new RetrySettings("", false, 0, true);
  }

  /** The same with a context in the prompt. */
  public RetrySettings withContext(String text) {
    return new RetrySettings(text, otherPrecision, temperature, skipSilence);
  }

  /** The same with an attempt with weights stored in another way. */
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

  boolean hasContext() {
    return !context.isBlank();
  }
}
