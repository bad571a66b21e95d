package dev.hark.cli;

import java.io.PrintWriter;

/**
 * Results on standard output, messages on standard error, and one line of progress below both that
 * is redrawn in place. Any thread may write.
 */
final class Screen {
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean progressShown;
  private String progress = "";

  /**
   * @param progressShown whether standard error is a terminal on which a line can be redrawn
   */
  Screen(PrintWriter out, PrintWriter err, boolean progressShown) {
    this.out = out;
    this.err = err;
    this.progressShown = progressShown;
  }

  boolean progressShown() {
    return progressShown;
  }

  /** Writes results as they are. */
  synchronized void print(String text) {
    clear();
    out.print(text);
    out.flush();
    draw();
  }

  /** Writes a message on a line of its own. */
  synchronized void message(String text) {
    clear();
    err.println("hark: " + OneLine.of(text));
    err.flush();
    draw();
  }

  /** Replaces the line of progress; an empty text removes it. */
  synchronized void progress(String line) {
    if (progressShown && !line.equals(progress)) {
      clear();
      progress = line;
      draw();
    }
  }

  private void clear() {
    if (!progress.isEmpty()) {
      err.print(CLEAR);
      err.flush();
    }
  }

  private void draw() {
    if (!progress.isEmpty()) {
      err.print(progress);
      err.flush();
    }
  }
}
