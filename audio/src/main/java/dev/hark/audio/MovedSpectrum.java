package dev.hark.audio;

import java.util.function.DoubleUnaryOperator;

/** A power spectrum whose frequencies are moved: linear interpolation between the bins. */
final class MovedSpectrum {
  private final int[] bins = new int[MelFilterBank.BINS];
  private final double[] shares = new double[MelFilterBank.BINS]; // of the bin after

  /**
   * A move.
   *
   * @param sourceHz where in the spectrum as it was the power at a frequency comes from
   */
  MovedSpectrum(DoubleUnaryOperator sourceHz) {
    int last = MelFilterBank.BINS - 1;
    for (int bin = 0; bin <= last; bin++) {
      double hertz = sourceHz.applyAsDouble(bin * MelFilterBank.BIN_HZ);
      double source = Math.clamp(hertz / MelFilterBank.BIN_HZ, 0, last);
      bins[bin] = Math.min((int) source, last - 1);
      shares[bin] = source - bins[bin];
    }
  }

  /** Writes the moved spectrum of {@code power}, both [bins]. */
  void apply(double[] power, double[] moved) {
    for (int bin = 0; bin < moved.length; bin++) {
      int source = bins[bin];
      moved[bin] = power[source] + shares[bin] * (power[source + 1] - power[source]);
    }
  }
}
