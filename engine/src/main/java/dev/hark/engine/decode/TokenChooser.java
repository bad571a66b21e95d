package dev.hark.engine.decode;

import dev.hark.model.text.Sampler;
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

  /** Draws by chance; the sampler serves one sequence. */
  static TokenChooser sampling(Sampler sampler) {
    return scores -> {
      float[] values = new float[scores.limit()]; // [vocabulary]
      scores.get(0, values);
      return sampler.next(values, new int[0]);
    };
  }

  /** Always the token with the highest score; the first of equals. */
  static TokenChooser greedy() {
    return Scores::argmax;
  }
}
