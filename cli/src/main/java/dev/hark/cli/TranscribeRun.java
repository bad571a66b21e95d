package dev.hark.cli;

import dev.hark.audio.AudioReader;
import dev.hark.audio.PcmStream;
import dev.hark.engine.Segment;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.Transcription;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** Transcribes the inputs of one command; a failure of one does not keep the others from it. */
final class TranscribeRun {
  /** Ctrl-C reaches the decoder too, which may fail before this process knows why. */
  private static final Duration SIGNAL_DELAY = Duration.ofMillis(200);

  private final AudioReader reader = AudioReader.create();
  private final Transcriber transcriber;
  private final TranscribeOptions options;
  private final Optional<Clips> clips;
  private final Optional<Results> results;
  private final Report report;
  private final Screen screen;
  private volatile boolean stopping;

  /**
   * @param clips stretches to transcribe; empty for all
   * @param results where results are written; empty if they are only shown
   */
  TranscribeRun(
      Transcriber transcriber,
      TranscribeOptions options,
      Optional<Clips> clips,
      Optional<Results> results,
      Report report,
      Screen screen) {
    this.transcriber = transcriber;
    this.options = options;
    this.clips = clips;
    this.results = results;
    this.report = report;
    this.screen = screen;
  }

  /** Works on one input and tells the report. */
  void work(Job job) {
    if (job.outcome().isEmpty()) {
      Optional<Outcome> outcome = transcribe(job);
      if (outcome.isEmpty()) {
        return;
      }
      job.finish(outcome.get());
    }
    report.update();
  }

  /** What comes of a job; nothing if the work is being stopped. */
  private Optional<Outcome> transcribe(Job job) {
    try (PcmStream audio = job.follow(reader.open(job.input().source()))) {
      Consumer<Segment> listener =
          segment -> {
            job.add(segment);
            report.update();
          };
      Transcription transcription =
          clips.isPresent()
              ? clips.get().transcribe(audio, this::transcribe, listener)
              : transcribe(audio, listener);
      if (stopping || !job.claim()) {
        return Optional.empty();
      }
      if (results.isPresent()) {
        results.get().write(job.target(), transcription);
      }
      return Optional.of(new Outcome.Transcribed(transcription));
    } catch (CancellationException e) {
      return Optional.empty();
    } catch (Throwable e) { // whatever it is, the other inputs go on
      return fail(job, e);
    }
  }

  private Transcription transcribe(PcmStream audio, Consumer<Segment> listener) {
    return transcriber.transcribe(audio, options.onSegment(listener));
  }

  private Optional<Outcome> fail(Job job, Throwable failure) {
    try {
      Thread.sleep(SIGNAL_DELAY);
    } catch (InterruptedException e) {
      return Optional.empty();
    }
    if (stopping) {
      return Optional.empty();
    }
    String message = Failures.reason(failure);
    String name = job.input().name();
    String line = message.startsWith(name) ? message : name + ": " + message;
    Transcription partial = job.partial("failed before this part");
    boolean ours = job.claim() && !partial.text().isEmpty();
    return Optional.of(
        new Outcome.Failed(
            ours ? line + keep(job, partial) : line, Failures.exitCode(failure), partial));
  }

  /** Keeps what there is of an unfinished input, and says where. */
  private String keep(Job job, Transcription partial) {
    if (results.isEmpty()) {
      return "";
    }
    try {
      List<Path> files = results.get().writePartial(job.target(), partial);
      return "; text up to %s is in %s"
          .formatted(Clock.of(job.position()), OneLine.of(files.getFirst().toString()));
    } catch (IOException e) {
      return "; text up to %s could not be kept: %s"
          .formatted(Clock.of(job.position()), Failures.reason(e));
    }
  }

  /** Makes what is being worked on end without an outcome. */
  void stopping() {
    stopping = true;
  }

  /** Keeps the finished parts of what was stopped. */
  void keepUnfinished(List<Job> jobs) {
    List<String> kept = new ArrayList<>();
    long done = jobs.stream().filter(job -> job.outcome().isPresent()).count();
    for (Job job : jobs) {
      Transcription partial = job.partial("stopped before this part");
      if (job.outcome().isEmpty() && !partial.text().isEmpty() && job.claim()) {
        String line = keep(job, partial);
        if (results.isEmpty()) {
          report.showText(job, partial);
          line = ": text ends at " + Clock.of(job.position());
        }
        kept.add("; " + job.input().name() + line.replaceFirst("^; ", ": "));
      }
    }
    screen.message(
        "stopped; %d of %d inputs done%s".formatted(done, jobs.size(), String.join("", kept)));
  }
}
