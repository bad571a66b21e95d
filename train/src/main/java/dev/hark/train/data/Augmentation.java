package dev.hark.train.data;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A chain of changes, each made with its probability, so that no epoch hears the same twice. */
public final class Augmentation {
  /** Changes nothing. */
  public static final Augmentation NONE = new Augmentation(List.of());

  private final List<Step> steps;

  private record Step(double probability, Effect effect) {}

  private Augmentation(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * Speed, microphone, room, noise, band limit, recorder and volume, in the order of a real line.
   *
   * @param others recordings to make babble of; empty for none
   */
  static Augmentation standard(Optional<AddedNoise.Others> others) {
    return new Augmentation(
        List.of(
            new Step(0.7, new Speed(0.85, 1.15)),
            new Step(0.6, new Equalizer(12)),
            new Step(0.4, new Room()),
            new Step(0.6, new AddedNoise(0, 30, others)),
            new Step(0.5, new Narrowband()),
            new Step(0.1, (samples, _) -> LineCode.ADPCM.code(samples)),
            new Step(0.9, new Loudness(-30))));
  }

  /** The changed recording; the array given stays as it is. */
  public float[] apply(float[] samples, RandomGenerator random) {
    float[] changed = samples.clone();
    for (Step step : steps) {
      if (random.nextDouble() < step.probability()) {
        changed = step.effect().apply(changed, random);
      }
    }
    return changed;
  }
}
