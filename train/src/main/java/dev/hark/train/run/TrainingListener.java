package dev.hark.train.run;

import dev.hark.model.eval.TimeShifts;
import dev.hark.train.torch.Losses;

/** Told how a run goes on, on its thread. */
public interface TrainingListener {
  /**
   * After each step.
   *
   * @param step counted from 1
   * @param gradientNorm before clipping
   */
  void step(int step, Losses losses, double rate, double gradientNorm);

  /** After each evaluation. */
  void evaluated(int step, double wordErrorRate);

  /** After each evaluation of an aligner. */
  default void aligned(int step, TimeShifts shifts) {}

  /** After each checkpoint. */
  void saved(int step);
}
