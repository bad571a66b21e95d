package dev.hark.train.run;

/**
 * The rate of each step: up in a straight line, down along half a cosine to zero. The last steps
 * with small rates are where much of the accuracy comes from, so a run is to be finished. Source:
 * Loshchilov and Hutter 2017.
 */
record LearningRate(double highest, int warmup, int steps) {
  /** The rate of a step, counted from 0. */
  double at(int step) {
    if (step < warmup) {
      return highest * (step + 1) / warmup;
    }
    double done = (double) (step - warmup) / Math.max(1, steps - warmup);
    return highest * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done)));
  }
}
