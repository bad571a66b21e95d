package dev.hark.cli;

/** Exit codes of every command; documented in docs/errors.md. */
final class ExitCode {
  static final int OK = 0;

  /** Some inputs failed: missing or unreadable audio, or text that may be incomplete. */
  static final int INPUT = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The model or its cache cannot be used. */
  static final int MODEL = 3;

  /** A failure inside Hark. */
  static final int INTERNAL = 4;

  /** Stopped by Ctrl-C; finished parts are kept. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
