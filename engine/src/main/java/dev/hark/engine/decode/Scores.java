package dev.hark.engine.decode;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reading a vector of scores. */
final class Scores {
  private Scores() {}

  /** Index of the highest score; the first of equals. */
  static int argmax(FloatBuffer scores) {
    int best = 0;
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < scores.limit(); i++) {
      float score = scores.get(i);
      if (score > highest) {
        highest = score;
        best = i;
      }
    }
    return best;
  }

  /** The {@code count} highest scores, best first. */
  static List<TokenScore> top(FloatBuffer scores, int count) {
    List<TokenScore> all = new ArrayList<>(scores.limit());
    for (int i = 0; i < scores.limit(); i++) {
      all.add(new TokenScore(i, scores.get(i)));
    }
    all.sort(Comparator.comparingDouble(TokenScore::score).reversed());
    return List.copyOf(all.subList(0, Math.min(count, all.size())));
  }

  /** Natural logarithm of the probability of one token. */
  static double logProbability(FloatBuffer scores, int token) {
    float highest = scores.get(argmax(scores));
    double sum = 0;
    for (int i = 0; i < scores.limit(); i++) {
      sum += Math.exp(scores.get(i) - highest);
    }
    return scores.get(token) - highest - Math.log(sum);
  }
}
