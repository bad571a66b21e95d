package dev.hark.engine.longform;

/**
 * How one attempt decodes a piece.
 *
 * @param context whether the caller's context goes into the prompt
 * @param otherPrecision whether weights stored in another way are to be used
 * @param temperature softness of the choice of tokens; 0 always takes the likeliest
 * @param maxTokens bound on generated tokens
 */
public record DecodeSettings(
    boolean context, boolean otherPrecision, double temperature, int maxTokens) {
  /** The usual weights. */
  DecodeSettings(boolean context, double temperature, int maxTokens) {
    this(context, false, temperature, maxTokens);
  }
}
