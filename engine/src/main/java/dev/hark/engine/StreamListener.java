package dev.hark.engine;

/** Hears the events of one live session, in order, on one thread at a time. */
@FunctionalInterface
public interface StreamListener {
  /** Takes an event; while it works the session waits. Throwing ends the session. */
  void accept(StreamEvent event);
}
