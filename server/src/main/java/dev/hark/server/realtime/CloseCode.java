package dev.hark.server.realtime;

/** Codes that connections are closed with, RFC 6455 section 7.4 and its registry. */
final class CloseCode {
  static final int NORMAL = 1000;

  /** The client did what it may not. */
  static final int POLICY = 1008;

  /** The server failed. */
  static final int FAILED = 1011;

  /** The server is being stopped; come again. */
  static final int RESTART = 1012;

  /** There are too many sessions; come again later. */
  static final int OVERLOAD = 1013;

  private CloseCode() {}
}
