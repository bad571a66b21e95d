package dev.hark.cli;

import dev.hark.model.hub.DownloadProgress;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows a download: a bar with speed and remaining time on a terminal, else a line when it begins.
 * Nothing is shown when nothing needs to be fetched.
 */
final class PullProgress implements DownloadProgress, AutoCloseable {
  private static final int WIDTH = 78;
  private static final Duration REDRAW = Duration.ofMillis(200);

  private final String model;
  private final PrintWriter err;
  private final boolean terminal;
  private @Nullable ProgressBar bar;
  private boolean begun;

  /**
   * @param model name of what is downloaded
   * @param err where to show it
   * @param terminal whether {@code err} is a terminal
   */
  PullProgress(String model, PrintWriter err, boolean terminal) {
    this.model = model;
    this.err = err;
    this.terminal = terminal;
  }

  /** Whether somebody watches: standard input and output are a terminal. */
  static boolean onTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  @Override
  public void update(String file, long doneBytes, long totalBytes) {
    if (!begun && doneBytes < totalBytes) {
      begun = true;
      if (terminal) {
        bar = bar(doneBytes, totalBytes);
      } else {
        err.printf("Downloading %s (%s)%n", model, Sizes.of(totalBytes - doneBytes));
        err.flush();
      }
    }
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(doneBytes);
      shown.setExtraMessage(file);
    }
  }

  private ProgressBar bar(long doneBytes, long totalBytes) {
    return new ProgressBarBuilder()
        .setTaskName(model)
        .setInitialMax(totalBytes)
        .startsFrom(doneBytes, Duration.ZERO)
        .setUnit("MB", 1_000_000)
        .showSpeed()
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis((int) REDRAW.toMillis())
        .setConsumer(
            new DelegatingProgressBarConsumer(
                line -> {
                  err.print("\r" + line);
                  err.flush();
                },
                WIDTH))
        .build();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      err.println();
      err.flush();
    }
  }
}
