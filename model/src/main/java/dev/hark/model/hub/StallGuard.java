package dev.hark.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream from which nothing has come for too long, which ends the read that waits. */
final class StallGuard implements AutoCloseable {
  private final InputStream stream;
  private final long limitNanos;
  private final Thread watch;
  private volatile long lastNanos = System.nanoTime();

  StallGuard(InputStream stream, Duration limit) {
    this.stream = stream;
    this.limitNanos = limit.toNanos();
    this.watch = Thread.ofVirtual().name("hark-stall-guard").start(this::watch);
  }

  /** To be called whenever bytes arrived. */
  void touch() {
    lastNanos = System.nanoTime();
  }

  private void watch() {
    try {
      for (long left = limitNanos; left > 0; left = limitNanos - (System.nanoTime() - lastNanos)) {
        Thread.sleep(Duration.ofNanos(left));
      }
      stream.close();
    } catch (InterruptedException | IOException e) {
      // Interrupted: the transfer ended. A stream that fails to close has ended as well.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
