package dev.hark.engine.decode;

import java.nio.FloatBuffer;
import java.util.ArrayList;
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

  /** The {@code count} highest scores, best first; the first of equals. */
  static List<TokenScore> top(FloatBuffer scores, int count) {
    List<TokenScore> best = new ArrayList<>(count + 1);
    for (int i = 0; i < scores.limit(); i++) {
      float score = scores.get(i);
      if (best.size() < count || (count > 0 && score > best.getLast().score())) {
        int at = best.size();
        while (at > 0 && score > best.get(at - 1).score()) {
          at--;
        }
        best.add(at, new TokenScore(i, score));
        if (best.size() > count) {
          best.removeLast();
        }
      }
    }
    return List.copyOf(best);
  }

  /** Natural logarithm of the probability of one token. */
  static double logProbability(FloatBuffer scores, int token) {
    return scores.get(token) - logSum(scores);
  }

  /** Natural logarithm of the sum of the exponentials of all scores. */
  static double logSum(FloatBuffer scores) {
    float highest = scores.get(argmax(scores));
    return highest + Math.log(Exponentials.sum(scores, highest));
  }
}
