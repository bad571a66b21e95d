package dev.hark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The line that says how far the work is: {@code [2/5] talk.mp3 43% 12:30 of 29:10 ...}. */
final class ProgressLine {
  private static final double SETTLED_SECONDS = 1;

  private final List<Job> jobs;

  ProgressLine(List<Job> jobs) {
    this.jobs = jobs;
  }

  /**
   * The line now.
   *
   * @param columns most columns it may take
   */
  String text(double elapsedSeconds, int columns) {
    Totals totals = totals();
    if (totals.front == null) {
      return "";
    }
    double share = totals.audio == 0 ? 0 : Math.min(1, totals.done / totals.audio);
    StringBuilder numbers = new StringBuilder();
    numbers.append(
        totals.audio == 0
            ? "reading"
            : "%3.0f%%  %s of %s".formatted(share * 100, clock(totals.done), clock(totals.audio)));
    if (totals.done > 0 && elapsedSeconds > SETTLED_SECONDS) {
      double rate = elapsedSeconds / totals.done;
      numbers.append(
          String.format(
              Locale.ROOT,
              "  RTF %.3f  ETA %s",
              rate,
              clock(Math.max(0, totals.audio - totals.done) * rate)));
    }
    String count =
        jobs.size() == 1 ? "" : "[%d/%d] ".formatted(totals.front.index() + 1, jobs.size());
    int room = columns - 1 - count.length() - numbers.length() - 2;
    String name = Columns.shortened(totals.front.input().name(), room);
    return Columns.cut(count + (name.isEmpty() ? "" : name + "  ") + numbers, columns - 1);
  }

  private static String clock(double seconds) {
    return Clock.of(Duration.ofMillis((long) (seconds * 1000)));
  }

  /** Seconds of audio; what was not opened yet is estimated from the size of its file. */
  private Totals totals() {
    Totals totals = new Totals();
    double knownSeconds = 0;
    long knownBytes = 0;
    long unknownBytes = 0;
    for (Job job : jobs) {
      boolean finished = job.outcome().isPresent();
      if (!finished && totals.front == null) {
        totals.front = job;
      }
      double length = job.length().toMillis() / 1000.0;
      if (job.opened()) {
        knownSeconds += length;
        knownBytes += bytes(job);
        totals.done += finished ? length : job.position().toMillis() / 1000.0;
      } else if (!finished) {
        unknownBytes += bytes(job);
      }
    }
    totals.audio =
        knownSeconds + (knownBytes == 0 ? 0 : knownSeconds * unknownBytes / (double) knownBytes);
    return totals;
  }

  private static long bytes(Job job) {
    Path file = job.input().file();
    try {
      return file == null ? 0 : Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Sums over all jobs. */
  private static final class Totals {
    @Nullable Job front;
    double done;
    double audio;
  }
}
