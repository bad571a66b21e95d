package dev.hark.cli;

import dev.hark.engine.Coverage;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.Transcription;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Shows what comes of the inputs, in their order although several are worked on at a time: segments
 * of the one in front as they come, then its text or what is wrong with it.
 */
final class Report {
  private final Screen screen;
  private final List<Job> jobs;
  private final ReportStyle style;
  private int front;
  private int shownSegments;

  Report(Screen screen, List<Job> jobs, ReportStyle style) {
    this.screen = screen;
    this.jobs = jobs;
    this.style = style;
  }

  /** Shows what is new; to be called when a job has a new segment or an outcome. */
  synchronized void update() {
    while (front < jobs.size()) {
      Job first = jobs.get(front);
      showSegments(first);
      if (first.outcome().isEmpty()) {
        return;
      }
      showOutcome(first, first.outcome().get());
      front++;
      shownSegments = 0;
    }
  }

  private void showSegments(Job job) {
    if (!style.live()) {
      return;
    }
    List<Segment> segments = job.segments();
    for (Segment segment : segments.subList(shownSegments, segments.size())) {
      if (shownSegments++ == 0) {
        showName(job);
      }
      screen.print(style.line(segment));
    }
  }

  private void showName(Job job) {
    if (jobs.size() > 1 && (style.live() || style.texts().isPresent())) {
      screen.print("==> %s <==\n".formatted(job.input().name()));
    }
  }

  private void showOutcome(Job job, Outcome outcome) {
    switch (outcome) {
      case Outcome.Transcribed(Transcription transcription) -> {
        showText(job, transcription);
        warn(job, transcription);
      }
      case Outcome.Failed failed -> {
        if (!failed.kept().text().isEmpty()) {
          showText(job, failed.kept());
        }
        screen.message(failed.message());
      }
      case Outcome.Skipped() -> {}
    }
  }

  /** Shows the text of a job that has no files, unless its segments were shown already. */
  void showText(Job job, Transcription transcription) {
    Function<Transcription, String> format = style.texts().orElse(null);
    if (format != null && !style.live()) {
      showName(job);
      screen.print(format.apply(transcription));
    }
  }

  private void warn(Job job, Transcription transcription) {
    for (Span span : transcription.spans()) {
      if (span.coverage() == Coverage.TRUNCATED) {
        screen.message(
            "%s: text may be missing from %s to %s: %s; listen to it there"
                .formatted(
                    job.input().name(),
                    Clock.of(span.start()),
                    Clock.of(span.end()),
                    span.reason()));
      }
    }
  }

  /** One line about all inputs. */
  void summary(double elapsedSeconds) {
    int done = 0;
    int skipped = 0;
    int failed = 0;
    double audioSeconds = 0;
    for (Job job : jobs) {
      switch (job.outcome().orElse(null)) {
        case null -> {}
        case Outcome.Transcribed(Transcription transcription) -> {
          done++;
          audioSeconds += transcription.duration().toMillis() / 1000.0;
        }
        case Outcome.Skipped() -> skipped++;
        case Outcome.Failed ignored -> failed++;
      }
    }
    screen.message(
        String.format(
            Locale.ROOT,
            "%d of %d transcribed%s%s; %s of audio in %s%s",
            done,
            jobs.size(),
            skipped == 0 ? "" : ", " + skipped + " skipped",
            failed == 0 ? "" : ", " + failed + " failed",
            hours(audioSeconds),
            hours(elapsedSeconds),
            audioSeconds == 0 ? "" : ", RTF %.3f".formatted(elapsedSeconds / audioSeconds)));
  }

  private static String hours(double seconds) {
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : seconds < 3600
            ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
            : String.format(Locale.ROOT, "%.2f h", seconds / 3600);
  }
}
