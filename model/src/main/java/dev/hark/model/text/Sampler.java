package dev.hark.model.text;

import java.util.Arrays;
import java.util.BitSet;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws tokens from scores: repetition penalty, temperature, top-k, top-p and min-p in this order,
 * then by chance. The same seed and scores give the same tokens. Not for use by several threads.
 */
public final class Sampler {
  private final Sampling sampling;
  private final SplittableRandom random;

  public Sampler(Sampling sampling, long seed) {
    this.sampling = sampling;
    this.random = new SplittableRandom(seed);
  }

  /**
   * The next token.
   *
   * @param logits a score for every token; not changed
   * @param occurred tokens of the prompt and of the answer so far, for the repetition penalty
   */
  public int next(float[] logits, int[] occurred) {
    if (sampling.temperature() == 0) {
      return best(penalised(logits, occurred));
    }
    Candidates candidates = candidates(logits, occurred);
    double left = random.nextDouble();
    for (int i = 0; i < candidates.ids().length - 1; i++) {
      left -= candidates.probabilities()[i];
      if (left < 0) {
        return candidates.ids()[i];
      }
    }
    return candidates.ids()[candidates.ids().length - 1];
  }

  /** Tokens that can be drawn, the most probable first, and their probabilities. */
  @SuppressWarnings("ArrayRecordComponent")
  record Candidates(int[] ids, double[] probabilities) {}

  Candidates candidates(float[] logits, int[] occurred) {
    double[] scores = penalised(logits, occurred);
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= sampling.temperature();
    }
    int[] ids = byScore(scores, sampling.topK());
    if (ids.length == 0 || !Double.isFinite(scores[ids[0]])) {
      throw new IllegalArgumentException("there is no finite score to draw a token from");
    }
    double[] probabilities = softmax(scores, ids, ids.length);
    int kept = afterTopP(probabilities);
    probabilities = softmax(scores, ids, kept);
    kept = afterMinP(probabilities);
    return new Candidates(Arrays.copyOf(ids, kept), softmax(scores, ids, kept));
  }

  private double[] penalised(float[] logits, int[] occurred) {
    double[] scores = new double[logits.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = logits[i];
    }
    double penalty = sampling.repetitionPenalty();
    if (penalty != 1) {
      BitSet done = new BitSet(logits.length);
      for (int id : occurred) {
        if (id >= 0 && id < scores.length && !done.get(id)) {
          done.set(id);
          scores[id] = scores[id] < 0 ? scores[id] * penalty : scores[id] / penalty;
        }
      }
    }
    return scores;
  }

  private static int best(double[] scores) {
    int best = -1;
    for (int i = 0; i < scores.length; i++) {
      if (Double.isFinite(scores[i]) && (best < 0 || scores[i] > scores[best])) {
        best = i;
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException("there is no finite score to draw a token from");
    }
    return best;
  }

  /** The tokens whose score is among the best {@code topK}, equal ones included, best first. */
  private static int[] byScore(double[] scores, int topK) {
    double least =
        topK > 0 && topK < scores.length ? kthBest(scores, topK) : Double.NEGATIVE_INFINITY;
    return IntStream.range(0, scores.length)
        .filter(id -> scores[id] >= least)
        .boxed()
        .sorted((a, b) -> Double.compare(scores[b], scores[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double kthBest(double[] scores, int k) {
    PriorityQueue<Double> best = new PriorityQueue<>(k);
    for (double score : scores) {
      if (best.size() < k) {
        best.add(score);
      } else if (score > best.element()) {
        best.remove();
        best.add(score);
      }
    }
    return best.element();
  }

  private static double[] softmax(double[] scores, int[] ids, int count) {
    double[] probabilities = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      probabilities[i] = Math.exp(scores[ids[i]] - scores[ids[0]]);
      sum += probabilities[i];
    }
    for (int i = 0; i < count; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }

  /** How many of the most probable tokens stay: from the least one up, those of the rest go. */
  private int afterTopP(double[] probabilities) {
    double rest = 0;
    int kept = probabilities.length;
    while (kept > 1) {
      rest += probabilities[kept - 1];
      if (rest > 1 - sampling.topP()) {
        break;
      }
      kept--;
    }
    return kept;
  }

  /** How many tokens have enough of the best one's probability, and any in 32 bits at all. */
  private int afterMinP(double[] probabilities) {
    double least = Math.max(sampling.minP() * probabilities[0], Float.MIN_VALUE);
    int kept = probabilities.length;
    while (kept > 1 && probabilities[kept - 1] < least) {
      kept--;
    }
    return kept;
  }
}
