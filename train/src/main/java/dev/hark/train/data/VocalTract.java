package dev.hark.train.data;

import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The length of a speaker's vocal tract, changed: what is heard at a frequency moves to another, as
 * if somebody smaller or taller had said it (vocal tract length perturbation, Jaitly and Hinton
 * 2013). Up to a boundary frequencies are multiplied by a factor, above it they follow a straight
 * line to 8000 Hz, which stays.
 *
 * @param factor by which frequencies rise
 */
public record VocalTract(double factor) {
  private static final double LEAST = 0.82;
  private static final double MOST = 1.22;
  private static final double BOUNDARY_HZ = 4800;
  private static final double HIGHEST_HZ = 8000;

  public VocalTract {
    if (!(factor > BOUNDARY_HZ / HIGHEST_HZ && factor < HIGHEST_HZ / BOUNDARY_HZ)) {
      throw new IllegalArgumentException(
          "vocal tract factor is %s, wanted more than %.2f and less than %.2f"
              .formatted(factor, BOUNDARY_HZ / HIGHEST_HZ, HIGHEST_HZ / BOUNDARY_HZ));
    }
  }

  /** Any factor from 0.82 to 1.22. */
  public static VocalTract draw(RandomGenerator random) {
    return new VocalTract(random.nextDouble(LEAST, MOST));
  }

  /** At which frequency the recording has what is to be heard at one. */
  public DoubleUnaryOperator sourceHz() {
    double to = BOUNDARY_HZ * Math.min(factor, 1);
    double from = to / factor;
    return hertz ->
        hertz <= to
            ? hertz / factor
            : HIGHEST_HZ - (HIGHEST_HZ - hertz) * (HIGHEST_HZ - from) / (HIGHEST_HZ - to);
  }
}
