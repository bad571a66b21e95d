package dev.hark.train.run;

import dev.hark.train.torch.Losses;
import java.util.ArrayList;
import java.util.List;

/** Says nothing and keeps the losses. */
public final class SilentListener implements TrainingListener {
  private final List<Losses> losses = new ArrayList<>();

  /** What was told. */
  public List<Losses> losses() {
    return losses;
  }

  @Override
  public void step(int step, Losses loss, double rate, double gradientNorm) {
    losses.add(loss);
  }

  @Override
  public void evaluated(int step, double wordErrorRate) {}

  @Override
  public void saved(int step) {}
}
