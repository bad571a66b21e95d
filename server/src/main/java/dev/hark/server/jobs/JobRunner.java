package dev.hark.server.jobs;

import dev.hark.audio.AudioLimits;
import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.PcmStream;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.TranscriptPart;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.models.ModelLease;
import dev.hark.server.models.ModelPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Transcribes the recording of a job from where it was left off, and keeps each part as it is
 * final. A recording is first read through: its length becomes known, and a damaged one fails
 * before hours are spent on it.
 */
final class JobRunner {
  private final ModelPool models;
  private final JobStore store;
  private final JobFolder folder;
  private final JobChanges changes;
  private final AudioReader reader;

  JobRunner(
      ModelPool models, JobStore store, JobFolder folder, JobChanges changes, ServerConfig config) {
    this.models = models;
    this.store = store;
    this.folder = folder;
    this.changes = changes;
    this.reader =
        AudioReader.create(
            AudioLimits.DEFAULT
                .withMaxDuration(config.duration(Setting.JOBS_MAX_AUDIO))
                .withMaxDecodedBytes(config.bytes(Setting.MAX_DECODED)));
  }

  /**
   * Works until the recording is transcribed.
   *
   * @throws CancellationException if the calling thread is interrupted or the job was cancelled
   */
  void run(Job job) {
    AudioSource audio = AudioSource.of(recording(job));
    if (job.audio().isEmpty()) {
      store.measured(job.id(), length(audio));
      changes.announce();
    }
    TranscribeOptions options = JobParameters.options(job.fields()).withProbabilities(0);
    List<TranscriptPart> done = store.parts(job.id(), 0);
    Optional<ModelLease<ForcedAligner>> aligner = models.aligner();
    try (ModelLease<Transcriber> lease = models.transcriber(job.model());
        PcmStream stream = reader.open(audio)) {
      Keeper keeper = new Keeper(job, done.size());
      var _ =
          lease
              .model()
              .resume(
                  stream,
                  aligner.map(ModelLease::model).map(options::withWordTimestamps).orElse(options),
                  done,
                  keeper::keep);
    } finally {
      aligner.ifPresent(ModelLease::close);
    }
  }

  /** The file of a job. */
  Path recording(Job job) {
    return folder.recording(job.id());
  }

  private Duration length(AudioSource audio) {
    float[] buffer = new float[PcmStream.SAMPLE_RATE_HZ];
    long samples = 0;
    try (PcmStream stream = reader.open(audio)) {
      for (int count; (count = stream.read(buffer, 0, buffer.length)) >= 0; samples += count) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted while the recording was read");
        }
      }
    }
    return Duration.ofNanos(samples * (1_000_000_000L / PcmStream.SAMPLE_RATE_HZ));
  }

  /** Keeps the parts of one run. */
  private final class Keeper {
    private final Job job;
    private int number;
    private long sinceNanos = System.nanoTime();

    Keeper(Job job, int number) {
      this.job = job;
      this.number = number;
    }

    void keep(TranscriptPart part) {
      long now = System.nanoTime();
      if (!store.add(job.id(), number, part, Duration.ofNanos(now - sinceNanos))) {
        throw new CancellationException("the job was cancelled");
      }
      number++;
      sinceNanos = now;
      changes.announce();
    }
  }
}
