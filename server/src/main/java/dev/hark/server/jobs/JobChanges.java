package dev.hark.server.jobs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Wakes those who wait for news of a job. They look for the news in the store themselves. */
final class JobChanges {
  private long version;
  private boolean closed;

  /** How many changes there were. */
  synchronized long version() {
    return version;
  }

  /** Something has changed. */
  synchronized void announce() {
    version++;
    notifyAll();
  }

  /** Waits for a change after {@code seen}, or the end, or until the time is up. */
  synchronized void await(long seen, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (version == seen && !closed) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Whether there will be no further news. */
  synchronized boolean closed() {
    return closed;
  }

  /** Sends everybody home. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
