package dev.hark.audio;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Ends a process on whose output a reader has waited too long, all waits added up. Time in which
 * the process itself waits for its input does not count.
 */
final class Watchdog {
  private static final Duration PERIOD = Duration.ofMillis(20);

  private final Process process;
  private final Duration mostWaiting;
  private volatile boolean readerWaits;
  private volatile boolean inputWaits;
  private volatile boolean killed;

  Watchdog(Process process, Duration mostWaiting) {
    this.process = process;
    this.mostWaiting = mostWaiting;
    Thread.ofVirtual().name("hark-ffmpeg-watchdog").start(this::watch);
  }

  /** The process's output, with the time spent in reading it counted. */
  InputStream guardOutput(InputStream output) {
    return new FilterInputStream(output) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        readerWaits = true;
        try {
          return in.read(buffer, offset, length);
        } finally {
          readerWaits = false;
        }
      }
    };
  }

  /** What is fed to the process, with the time spent in reading it not counted. */
  InputStream guardInput(InputStream input) {
    return new FilterInputStream(input) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        inputWaits = true;
        try {
          return in.read(buffer, offset, length);
        } finally {
          inputWaits = false;
        }
      }
    };
  }

  /** True if the process was ended because it took too long. */
  boolean hasKilled() {
    return killed;
  }

  private void watch() {
    Duration waited = Duration.ZERO;
    long last = System.nanoTime();
    while (process.isAlive()) {
      try {
        Thread.sleep(PERIOD);
      } catch (InterruptedException e) {
        return;
      }
      long now = System.nanoTime();
      if (readerWaits && !inputWaits) {
        waited = waited.plusNanos(now - last);
      }
      last = now;
      if (waited.compareTo(mostWaiting) > 0) {
        killed = true;
        process.destroyForcibly();
      }
    }
  }
}
