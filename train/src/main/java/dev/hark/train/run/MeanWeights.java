package dev.hark.train.run;

import dev.hark.model.network.Weights;
import java.util.List;

/**
 * The mean of the weights of several models of one shape that were trained from one another: often
 * better on what none of them has heard than each alone (model soups, Wortsman et al. 2022).
 */
public final class MeanWeights implements Weights {
  private final List<Weights> models;

  /**
   * A mean in equal parts.
   *
   * @param models with the same parameters; they must stay open while the mean is read
   */
  public MeanWeights(List<? extends Weights> models) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("no models given, wanted one or more");
    }
    this.models = List.copyOf(models);
  }

  @Override
  public boolean contains(String name) {
    return models.stream().allMatch(model -> model.contains(name));
  }

  @Override
  public void read(String name, long from, float[] into, int count) {
    double[] sums = new double[count];
    for (Weights model : models) {
      model.read(name, from, into, count);
      for (int i = 0; i < count; i++) {
        sums[i] += into[i];
      }
    }
    for (int i = 0; i < count; i++) {
      into[i] = (float) (sums[i] / models.size());
    }
  }
}
