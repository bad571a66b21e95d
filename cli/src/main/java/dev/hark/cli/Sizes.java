package dev.hark.cli;

import java.util.Locale;

/** Lengths as people read them. */
final class Sizes {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Sizes() {}

  /** {@code bytes} with a decimal unit, such as {@code "1.88 GB"}. */
  static String of(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, value < 10 ? "%.2f %s" : "%.0f %s", value, UNITS[unit]);
  }
}
