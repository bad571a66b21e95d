package dev.hark.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C, or any other signal that ends the process, into an interrupt of the thread that
 * made this, and keeps the process alive until that thread is done or has taken too long.
 */
final class StopSignal implements AutoCloseable {
  private static final long MOST_SECONDS = 10;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  private StopSignal(Thread worker) {
    hook =
        new Thread(
            () -> {
              worker.interrupt();
              await();
            },
            "hark-stop");
  }

  /** Interrupts the calling thread on a signal, until closed. */
  static StopSignal install() {
    StopSignal signal = new StopSignal(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void await() {
    try {
      done.await(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the process end. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is being ended, and the hook waits for this.
    }
    done.countDown();
  }
}
