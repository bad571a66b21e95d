package dev.hark.engine.decode;

/**
 * Hears each token of a sequence as soon as it is chosen, on the thread that generates for all
 * sequences: it must return quickly.
 */
@FunctionalInterface
public interface TokenListener {
  /** Takes a token, stop tokens included; {@code false} ends the sequence here. */
  boolean accept(int token);
}
