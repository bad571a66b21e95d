package dev.hark.engine.synthetic;

import dev.hark.audio.PcmStream;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.StreamOptions;
import dev.hark.engine.StreamOptions.Backlog;
import dev.hark.engine.StreamOptions.WhenFull;
import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.stream.StreamModel;
import dev.hark.engine.stream.StreamSession;
import dev.hark.engine.synthetic.StreamMinute.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures live sessions over random weights: how long steps take, whether that or the memory grows
 * with the stream, and what sessions cost together. Audio is fed as fast as it is decoded, or at
 * its own pace.
 */
public final class StreamBenchmark {
  private static final int PORTION = PcmStream.SAMPLE_RATE_HZ / 10;
  private static final long WARM_UP_SAMPLES = 12L * PcmStream.SAMPLE_RATE_HZ;

  private final SyntheticModel model;
  private final EngineOptions options;
  private final double seconds;
  private final int sessions;
  private final Duration every;
  private final boolean paced;

  /**
   * A measurement to be made.
   *
   * @param seconds length of each stream
   * @param sessions streams at once
   * @param every audio between two steps
   * @param paced whether audio comes at its own pace, and late steps are left out, instead of as
   *     fast as it is decoded
   */
  public StreamBenchmark(
      SyntheticModel model,
      EngineOptions options,
      double seconds,
      int sessions,
      Duration every,
      boolean paced) {
    if (!(seconds >= 10 && seconds <= 36_000) || sessions < 1) {
      throw new IllegalArgumentException(
          "seconds and sessions are %s and %d, wanted 10 to 36000 and 1 or more"
              .formatted(seconds, sessions));
    }
    this.model = model;
    this.options = options.withBatchSize(Math.max(options.batchSize(), sessions));
    this.seconds = seconds;
    this.sessions = sessions;
    this.every = every;
    this.paced = paced;
  }

  /**
   * What was measured.
   *
   * @param steps steps done in all, final ones not counted
   * @param firstPartialSeconds median and 95th percentile from the begin of a segment to its first
   *     text: the audio that the first step waits for, and the step
   * @param stepMillis median and 95th percentile of a step, waiting for other sessions included
   * @param finalMillis the same for the last step of a segment
   * @param wallSeconds how long it took
   * @param cpuSeconds processor time of all threads
   * @param rtf wall time by length of one stream
   * @param rssBytes resident memory at the end
   * @param minutes the same minute by minute
   */
  public record Result(
      String model,
      String precision,
      int threads,
      int sessions,
      boolean paced,
      double audioSeconds,
      double stepSeconds,
      int segments,
      int steps,
      List<Double> firstPartialSeconds,
      List<Double> stepMillis,
      List<Double> finalMillis,
      double wallSeconds,
      double cpuSeconds,
      double rtf,
      long rssBytes,
      List<StreamMinute> minutes) {}

  /** Loads the model, warms up and measures. */
  public Result run() throws InterruptedException {
    try (ModelRuntime runtime = ModelRuntime.open(model, options);
        BatchGenerator generator = runtime.generator()) {
      StreamModel scripted = new ScriptedStreamModel(generator);
      stream(scripted, WARM_UP_SAMPLES, new ArrayList<>(), false, 1);
      List<Step> steps = new ArrayList<>();
      double cpu = cpuSeconds();
      long started = System.nanoTime();
      stream(scripted, (long) (seconds * PcmStream.SAMPLE_RATE_HZ), steps, paced, sessions);
      double wall = (System.nanoTime() - started) / 1e9;
      return result(steps, wall, cpu);
    }
  }

  private void stream(StreamModel scripted, long samples, List<Step> steps, boolean pace, int count)
      throws InterruptedException {
    StreamOptions live =
        StreamOptions.live()
            .withLanguage("English")
            .withBacklog(new Backlog(Duration.ofSeconds(60), WhenFull.WAIT, pace));
    StreamOptions stepped = live.withSteps(live.steps().withEvery(every));
    List<Thread> feeders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SpeechLikeSound sound = new SpeechLikeSound(i);
      feeders.add(
          Thread.ofVirtual()
              .start(() -> {
                try (StreamSession session =
                    StreamSession.start(
                        scripted,
                        stepped,
                        _ -> {},
                        (heard, segment, nanos, last) -> {
                          synchronized (steps) {
                            steps.add(
                                new Step(
                                    heard,
                                    segment,
                                    nanos / 1e6,
                                    last,
                                    cpuSeconds(),
                                    ProcessMemory.residentBytes()));
                          }
                        },
                        true)) {
                  feed(session, sound, samples, pace);
                  session.finish().join();
                }
              }));
    }
    for (Thread feeder : feeders) {
      feeder.join();
    }
  }

  private static void feed(
      StreamSession session, SpeechLikeSound sound, long samples, boolean pace) {
    long started = System.nanoTime();
    for (long at = 0; at < samples; at += PORTION) {
      session.feed(sound.next((int) Math.min(PORTION, samples - at)));
      if (pace) {
        long due = started + (at + PORTION) * 1_000_000_000L / PcmStream.SAMPLE_RATE_HZ;
        try {
          Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private Result result(List<Step> steps, double wall, double cpu) {
    long everySamples = (long) (every.toMillis() / 1e3 * PcmStream.SAMPLE_RATE_HZ);
    List<Step> partial = steps.stream().filter(step -> !step.last()).toList();
    List<Step> first =
        partial.stream().filter(step -> step.segmentSamples() < 2 * everySamples).toList();
    double cpuSeconds = cpuSeconds();
    double wait = every.toMillis() / 1e3;
    return new Result(
        model.label(),
        options.precision().name().toLowerCase(Locale.ROOT),
        options.threads(),
        sessions,
        paced,
        seconds,
        wait,
        steps.size() - partial.size(),
        partial.size(),
        quantiles(first).stream().map(millis -> wait + millis / 1e3).toList(),
        quantiles(partial),
        quantiles(steps.stream().filter(Step::last).toList()),
        wall,
        cpuSeconds - cpu,
        wall / seconds,
        ProcessMemory.residentBytes(),
        StreamMinute.of(steps, cpu));
  }

  private static List<Double> quantiles(List<Step> steps) {
    List<Double> millis = steps.stream().map(Step::millis).toList();
    return List.of(Quantiles.median(millis), Quantiles.at(millis, 0.95));
  }

  private static double cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(time -> time.toNanos() / 1e9)
        .orElse(0.0);
  }
}
