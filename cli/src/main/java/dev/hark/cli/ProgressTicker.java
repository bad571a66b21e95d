package dev.hark.cli;

/** Redraws the line of progress a few times a second, if anybody sees it. */
final class ProgressTicker implements AutoCloseable {
  private static final long PERIOD_MILLIS = 250;
  private static final int TICKS_PER_MEASUREMENT = 8;

  private final long startNanos = System.nanoTime();
  private final Screen screen;
  private final Thread thread;
  private volatile boolean closed;

  private ProgressTicker(ProgressLine line, Screen screen) {
    this.screen = screen;
    this.thread = Thread.ofPlatform().daemon().name("hark-progress").unstarted(() -> run(line));
  }

  static ProgressTicker start(ProgressLine line, Screen screen) {
    ProgressTicker ticker = new ProgressTicker(line, screen);
    if (screen.progressShown()) {
      ticker.thread.start();
    }
    return ticker;
  }

  double elapsedSeconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private void run(ProgressLine line) {
    int columns = 0;
    for (int tick = 0; !closed; tick++) {
      if (tick % TICKS_PER_MEASUREMENT == 0) {
        columns = Terminal.columns();
      }
      show(line.text(elapsedSeconds(), columns));
      try {
        Thread.sleep(PERIOD_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void show(String text) {
    if (!closed) {
      screen.progress(text);
    }
  }

  /** Removes the line; it does not come back. */
  synchronized void stop() {
    closed = true;
    thread.interrupt();
    screen.progress("");
  }

  @Override
  public void close() {
    stop();
  }
}
