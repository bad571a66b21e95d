package dev.hark.cli;

import java.time.Duration;

/** Times of recordings as people read them. */
final class Clock {
  private Clock() {}

  /** Minutes and seconds, with hours if there are any: {@code 12:30}, {@code 1:02:30}. */
  static String of(Duration time) {
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%02d:%02d".formatted(time.toMinutesPart(), time.toSecondsPart());
  }

  /** The same with milliseconds, as in whisper: {@code 00:03.780}, {@code 01:00:03.780}. */
  static String withMillis(Duration time) {
    String hours = time.toHours() > 0 ? "%02d:".formatted(time.toHours()) : "";
    return hours
        + "%02d:%02d.%03d"
            .formatted(time.toMinutesPart(), time.toSecondsPart(), time.toMillisPart());
  }
}
