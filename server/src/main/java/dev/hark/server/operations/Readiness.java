package dev.hark.server.operations;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the server is warm: what is to be loaded at the start is loaded and has run once. */
public final class Readiness {
  private final AtomicBoolean warm = new AtomicBoolean();

  /** Whether it is. */
  public boolean isWarm() {
    return warm.get();
  }

  /** It is now. */
  public void warm() {
    warm.set(true);
  }
}
