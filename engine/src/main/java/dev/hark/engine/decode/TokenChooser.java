package dev.hark.engine.decode;

import java.nio.FloatBuffer;

/** Chooses the next token of one sequence from the scores of all tokens. May keep state. */
@FunctionalInterface
public interface TokenChooser {
  /**
   * Chooses a token.
   *
   * @param scores unnormalised scores from index 0 to the limit // [vocabulary]
   */
  int choose(FloatBuffer scores);

  /** Always the token with the highest score; the first of equals. */
  static TokenChooser greedy() {
    return Scores::argmax;
  }
}
