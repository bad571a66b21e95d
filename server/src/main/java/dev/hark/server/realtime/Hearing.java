package dev.hark.server.realtime;

/** What listens to the audio of a session. Used by the thread that reads the client's messages. */
interface Hearing extends AutoCloseable {
  /** Takes further samples at 16 kHz; waits while too many wait. */
  void hear(float[] samples);

  /**
   * Makes an item of what was heard since the last one.
   *
   * @return {@code false} if there was nothing to make it of
   */
  boolean commit();

  /** Forgets what was heard since the last item. */
  void clear();

  /** Waits until every item has its text. */
  void finish();

  /** Stops at once. */
  @Override
  void close();
}
