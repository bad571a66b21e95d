package dev.hark.cli;

import java.util.Locale;

/** One thing that {@code hark doctor} looked at. */
record Finding(State state, String subject, String detail) {
  /** Whether it is as it should be. */
  enum State {
    OK,
    /** Works, but not as well as it could. */
    WARN,
    /** Does not work. */
    BAD
  }

  static Finding ok(String subject, String detail) {
    return new Finding(State.OK, subject, detail);
  }

  static Finding warn(String subject, String detail) {
    return new Finding(State.WARN, subject, detail);
  }

  static Finding bad(String subject, String detail) {
    return new Finding(State.BAD, subject, detail);
  }

  String line() {
    return "%-5s %-13s %s"
        .formatted(state.name().toLowerCase(Locale.ROOT), subject, OneLine.of(detail));
  }
}
