package dev.hark.server.realtime;

/** Whose form of the OpenAI events a client speaks. */
enum Dialect {
  /** That of OpenAI itself. */
  OPENAI,
  /**
   * That of DashScope: settings of the beta with other names and 16 kHz, growing text in events
   * with {@code text} and {@code stash}, and {@code session.finish}.
   */
  DASHSCOPE
}
