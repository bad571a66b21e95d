package dev.hark.server.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of settings as they are written. */
final class Values {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})(|b|kib|mib|gib)");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private Values() {}

  static int number(String value) {
    if (!NUMBER.matcher(value).matches()) {
      throw wrong(value, "a whole number, 0 or more");
    }
    return Integer.parseInt(value);
  }

  static boolean onOff(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(value, "true or false");
    };
  }

  static Duration duration(String value) {
    Matcher parts = DURATION.matcher(value.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw wrong(value, "a duration such as 500ms, 30s, 10m or 4h");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  static long bytes(String value) {
    Matcher parts = BYTES.matcher(value.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw wrong(value, "a size such as 500000, 25MiB or 1GiB");
    }
    int shift =
        switch (parts.group(2)) {
          case "kib" -> 10;
          case "mib" -> 20;
          case "gib" -> 30;
          default -> 0;
        };
    return Math.multiplyExact(Long.parseLong(parts.group(1)), 1L << shift);
  }

  private static IllegalArgumentException wrong(String value, String wanted) {
    return new IllegalArgumentException("got \"%s\", wanted %s".formatted(value, wanted));
  }
}
