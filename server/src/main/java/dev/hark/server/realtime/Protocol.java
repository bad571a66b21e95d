package dev.hark.server.realtime;

/** One client's session in the events it understands. Messages come from one thread at a time. */
interface Protocol {
  /** The connection is there. */
  void open();

  /** Takes a text message. */
  void message(String text);

  /** Finishes what was committed, and says that the server is being stopped. */
  void drain();

  /** The connection is gone: everything is freed. */
  void close();
}
