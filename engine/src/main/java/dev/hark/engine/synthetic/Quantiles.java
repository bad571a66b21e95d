package dev.hark.engine.synthetic;

import java.util.List;

/** Order statistics of a few measured values. */
final class Quantiles {
  private Quantiles() {}

  /** The upper median; 0 of nothing. */
  static double median(List<Double> values) {
    return at(values, 0.5);
  }

  /** The value below which this share of them lies; 0 of nothing. */
  static double at(List<Double> values, double share) {
    return values.stream().sorted().skip((long) (values.size() * share)).findFirst().orElse(0.0);
  }
}
