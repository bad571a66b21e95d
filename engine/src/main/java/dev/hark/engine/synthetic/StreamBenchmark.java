package dev.hark.engine.synthetic;

import dev.hark.audio.PcmStream;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.StreamOptions;
import dev.hark.engine.StreamOptions.Backlog;
import dev.hark.engine.StreamOptions.WhenFull;
import dev.hark.engine.StreamSteps;
import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.GeneratorTime;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.stream.StreamModel;
import dev.hark.engine.stream.StreamProbe;
import dev.hark.engine.stream.StreamSession;
import dev.hark.engine.synthetic.StreamMinute.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

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
  private final StreamSteps steps;
  private final boolean paced;
  private final boolean oneByOne;

  /**
   * A measurement to be made.
   *
   * @param seconds length of each stream
   * @param sessions streams at once
   * @param steps audio between two steps, alone and beside other sessions
   * @param paced whether audio comes at its own pace, and late steps are left out, instead of as
   *     fast as it is decoded
   * @param oneByOne whether each session begins when the one before it has ended, to know what all
   *     of them cost alone
   */
  public StreamBenchmark(
      SyntheticModel model,
      EngineOptions options,
      double seconds,
      int sessions,
      StreamSteps steps,
      boolean paced,
      boolean oneByOne) {
    if (!(seconds >= 10 && seconds <= 36_000) || sessions < 1) {
      throw new IllegalArgumentException(
          "seconds and sessions are %s and %d, wanted 10 to 36000 and 1 or more"
              .formatted(seconds, sessions));
    }
    this.model = model;
    this.options = options.withBatchSize(Math.max(options.batchSize(), sessions));
    this.seconds = seconds;
    this.sessions = sessions;
    this.steps = steps;
    this.paced = paced;
    this.oneByOne = oneByOne;
  }

  /**
   * What was measured.
   *
   * @param stepSeconds audio between two steps of one session
   * @param slowestSeconds most audio between two steps of one of many sessions
   * @param steps steps done in all, final ones not counted
   * @param firstPartialSeconds median and 95th percentile from the begin of a segment to its first
   *     text: the audio that the first step waits for, and the step
   * @param captionSeconds median and 95th percentile from the arrival of audio to the first text
   *     that includes it; 0 if the audio does not come at its own pace
   * @param stepMillis median and 95th percentile of a step, waiting for other sessions included
   * @param finalMillis the same for the last step of a segment
   * @param wallSeconds how long it took
   * @param cpuSeconds processor time of all threads
   * @param encoderSeconds time of the generator's thread for audio embeddings
   * @param promptSeconds the same for prompts and drafts
   * @param generationSeconds the same for tokens one by one
   * @param tokensPerStep sequences that moved on in a step of the decoder, on average
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
      boolean oneByOne,
      double audioSeconds,
      double stepSeconds,
      double slowestSeconds,
      int segments,
      int steps,
      List<Double> firstPartialSeconds,
      List<Double> captionSeconds,
      List<Double> stepMillis,
      List<Double> finalMillis,
      double wallSeconds,
      double cpuSeconds,
      double encoderSeconds,
      double promptSeconds,
      double generationSeconds,
      double tokensPerStep,
      double rtf,
      long rssBytes,
      List<StreamMinute> minutes) {}

  /** Loads the model, warms up and measures. */
  public Result run() throws InterruptedException {
    try (ModelRuntime runtime = ModelRuntime.open(model, options);
        BatchGenerator generator = runtime.generator()) {
      StreamModel scripted = new ScriptedStreamModel(generator);
      var _ = stream(scripted, WARM_UP_SAMPLES, new ArrayList<>(), false, 1);
      List<Step> done = new ArrayList<>();
      double cpu = cpuSeconds();
      GeneratorTime before = generator.time();
      long started = System.nanoTime();
      List<Double> delays =
          stream(scripted, (long) (seconds * PcmStream.SAMPLE_RATE_HZ), done, paced, sessions);
      double wall = (System.nanoTime() - started) / 1e9;
      return result(done, paced ? delays : List.of(), generator.time().since(before), wall, cpu);
    }
  }

  /** Runs sessions to their end; returns how late the captions of paced ones were, in seconds. */
  private List<Double> stream(
      StreamModel scripted, long samples, List<Step> done, boolean pace, int count)
      throws InterruptedException {
    StreamOptions live =
        StreamOptions.live()
            .withLanguage("English")
            .withSteps(steps)
            .withBacklog(new Backlog(Duration.ofSeconds(60), WhenFull.WAIT, pace));
    List<Thread> feeders = new ArrayList<>();
    List<CaptionDelays> delays = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SpeechLikeSound sound = new SpeechLikeSound(i);
      long started = System.nanoTime();
      CaptionDelays late = new CaptionDelays(() -> System.nanoTime() - started);
      delays.add(late);
      Thread feeder =
          Thread.ofVirtual()
              .start(() -> {
                try (StreamSession session =
                    StreamSession.start(scripted, live, late, probe(done), true)) {
                  feed(session, sound, samples, started, pace);
                  session.finish().join();
                }
              });
      feeders.add(feeder);
      if (oneByOne) {
        feeder.join();
      }
    }
    for (Thread feeder : feeders) {
      feeder.join();
    }
    return delays.stream().flatMap(late -> late.seconds().stream()).toList();
  }

  /** Notes the steps of one session among those of all. */
  private static StreamProbe probe(List<Step> done) {
    AtomicBoolean first = new AtomicBoolean(true);
    return (heard, segment, nanos, last) -> {
      synchronized (done) {
        done.add(
            new Step(
                heard,
                segment,
                nanos / 1e6,
                first.getAndSet(last),
                last,
                cpuSeconds(),
                ProcessMemory.residentBytes()));
      }
    };
  }

  private static void feed(
      StreamSession session, SpeechLikeSound sound, long samples, long started, boolean pace) {
    for (long at = 0; at < samples; at += PORTION) {
      int count = (int) Math.min(PORTION, samples - at);
      if (pace) {
        long spoken = started + (at + count) * 1_000_000_000L / PcmStream.SAMPLE_RATE_HZ;
        try {
          Thread.sleep(Duration.ofNanos(Math.max(0, spoken - System.nanoTime())));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
      session.feed(sound.next(count));
    }
  }

  private Result result(
      List<Step> done, List<Double> delays, GeneratorTime time, double wall, double cpu) {
    List<Step> partial = done.stream().filter(step -> !step.last()).toList();
    double cpuSeconds = cpuSeconds() - cpu;
    return new Result(
        model.label(),
        options.precision().name().toLowerCase(Locale.ROOT),
        options.threads(),
        sessions,
        paced,
        oneByOne,
        seconds,
        seconds(steps.every()),
        seconds(steps.slowest()),
        done.size() - partial.size(),
        partial.size(),
        quantiles(partial.stream().filter(Step::first).map(StreamBenchmark::untilText).toList()),
        quantiles(delays),
        millis(partial),
        millis(done.stream().filter(Step::last).toList()),
        wall,
        cpuSeconds,
        time.encoderNanos() / 1e9,
        time.promptNanos() / 1e9,
        time.stepNanos() / 1e9,
        time.tokens() / (double) Math.max(1, time.steps()),
        wall / seconds,
        ProcessMemory.residentBytes(),
        StreamMinute.of(done, cpu));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static double untilText(Step step) {
    return step.segmentSamples() / (double) PcmStream.SAMPLE_RATE_HZ + step.millis() / 1e3;
  }

  private static List<Double> millis(List<Step> steps) {
    return quantiles(steps.stream().map(Step::millis).toList());
  }

  private static List<Double> quantiles(List<Double> values) {
    return List.of(Quantiles.median(values), Quantiles.at(values, 0.95));
  }

  private static double cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(time -> time.toNanos() / 1e9)
        .orElse(0.0);
  }
}
