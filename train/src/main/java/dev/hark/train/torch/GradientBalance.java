package dev.hark.train.torch;

/**
 * Keeps side tasks from pulling at the shared encoder harder than the main one. Of each task's loss
 * the norm of the gradient at the encoder's output is taken, and its exponential mean over the
 * steps; the gradient that goes on into the encoder is multiplied with {@code min(1, bound * main /
 * task)} of these means. The parameters of the task's own head get all of it. Source: He et al.
 * 2022, MetaBalance, strategy A.
 */
final class GradientBalance {
  /**
   * What the means are called among the parameters, with which they are saved. No gradient reaches
   * them, so an optimiser leaves them as they are.
   */
  static final String NAME = "balance.norms";

  private static final double KEPT = 0.9;

  private final double bound;

  GradientBalance(double bound) {
    this.bound = bound;
  }

  /**
   * Takes the norms of a step.
   *
   * @param norms of each task's gradient, the main task first; 0 of a task that had none
   * @param means of the steps before, 0 at the first; updated
   * @return what each task's gradient is to be multiplied with
   */
  double[] factors(double[] norms, float[] means) {
    double[] factors = new double[norms.length]; // [tasks]
    for (int i = 0; i < norms.length; i++) {
      if (norms[i] > 0) {
        means[i] = (float) (means[i] == 0 ? norms[i] : KEPT * means[i] + (1 - KEPT) * norms[i]);
      }
      factors[i] = i == 0 || means[i] == 0 ? 1 : Math.min(1, bound * means[0] / means[i]);
    }
    return factors;
  }
}
