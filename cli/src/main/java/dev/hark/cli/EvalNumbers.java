package dev.hark.cli;

import java.util.Locale;

/** Numbers of an evaluation as its reports show them; a dash where there is none. */
final class EvalNumbers {
  private static final String NONE = "–";

  private EvalNumbers() {}

  /** A rate in percent, such as {@code "4.31 %"}. */
  static String percent(double rate) {
    return Double.isNaN(rate) ? NONE : String.format(Locale.ROOT, "%.2f %%", 100 * rate);
  }

  /** An interval of rates, such as {@code "3.9 – 4.8 %"}. */
  static String interval(double low, double high) {
    return Double.isNaN(low)
        ? NONE
        : String.format(Locale.ROOT, "%.1f – %.1f %%", 100 * low, 100 * high);
  }

  static String factor(double factor) {
    return Double.isNaN(factor) ? NONE : String.format(Locale.ROOT, "%.3f", factor);
  }

  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  /** A length of audio, such as {@code "1 h 02 min"} or {@code "3 min 20 s"}. */
  static String length(double seconds) {
    long whole = Math.round(seconds);
    if (whole >= 3600) {
      return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }
    return whole >= 60
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : seconds(seconds);
  }

  static String memory(long bytes) {
    return bytes == 0 ? NONE : Sizes.of(bytes);
  }
}
