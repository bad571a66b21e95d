package dev.hark.engine.synthetic;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.audio.PcmStream;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.Generation;
import dev.hark.engine.decode.GenerationRequest;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.decode.TokenIds;
import dev.hark.model.network.AudioEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Times the whole way from samples to the last token with random weights. Audio beyond 30 s is cut
 * into pieces of 30 s, each the same noise; as many are in work as the batch has room for, as those
 * of a recording are. Four pieces warm up, of a single one ten, after which the JVM's compiler is
 * done with what a step runs; the medians of the runs after that are the result.
 */
public final class SyntheticBenchmark {
  private static final double PIECE_SECONDS = 30;
  static final double TOKENS_PER_SECOND = 3.5;
  private static final int SHORT_TOKENS = 32;
  private static final int WARM_UP_PIECES = 4;
  private static final int WARM_UP_CLIPS = 10;
  private static final int MEMORY_SAMPLES = 12;
  static final int AUDIO_PAD = 151_676;
  private static final int[] BEFORE_AUDIO = {
    151644, 8948, 198, 151645, 198, 151644, 872, 198, 151669
  };
  private static final int[] AFTER_AUDIO = {151670, 151645, 198, 151644, 77091, 198};

  private final SyntheticModel model;
  private final EngineOptions options;
  private final double seconds;
  private final Optional<Integer> newTokens;
  private final int runs;

  /**
   * A measurement to be made.
   *
   * @param seconds length of the audio
   * @param newTokens tokens to generate in all; empty for the usual number
   * @param runs measured runs
   */
  public SyntheticBenchmark(
      SyntheticModel model,
      EngineOptions options,
      double seconds,
      Optional<Integer> newTokens,
      int runs) {
    if (!(seconds >= 0.5 && seconds <= 36_000) || runs < 1) {
      throw new IllegalArgumentException(
          "seconds and runs are %s and %d, wanted 0.5 to 36000 and 1 or more"
              .formatted(seconds, runs));
    }
    this.model = model;
    this.options = options;
    this.seconds = seconds;
    this.newTokens = newTokens;
    this.runs = runs;
  }

  /**
   * What was measured; durations are medians over the runs.
   *
   * @param loadSeconds from files in the cache to networks ready to run
   * @param melSeconds log-mel features of all pieces
   * @param encoderSeconds audio encoder, all pieces
   * @param prefillSeconds prompts through the decoder, all pieces
   * @param firstTokenSeconds samples in to first token out
   * @param stepMillis median decode step of the batch
   * @param totalSeconds samples in to last token out
   * @param rtf real-time factor, total by length of the audio
   * @param peakRssBytes largest resident memory of the process, loading included
   * @param rssBytes resident memory at the end of each twelfth of the last run's pieces
   */
  public record Result(
      String model,
      String precision,
      int threads,
      int batch,
      double audioSeconds,
      int newTokens,
      int runs,
      double loadSeconds,
      double melSeconds,
      double encoderSeconds,
      double prefillSeconds,
      double firstTokenSeconds,
      double stepMillis,
      double totalSeconds,
      double rtf,
      long peakRssBytes,
      List<Long> rssBytes) {}

  private record Run(
      double mel,
      double encoder,
      double prefill,
      double firstToken,
      double step,
      double total,
      List<Long> memory) {}

  /** Loads the model and measures. */
  public Result run() throws InterruptedException {
    ModelRuntime.open(model, options).close(); // compiles on first use, which is not loading
    long started = System.nanoTime();
    try (ModelRuntime runtime = ModelRuntime.open(model, options)) {
      double load = secondsSince(started);
      int pieces = Math.max(1, (int) Math.ceil(seconds / PIECE_SECONDS));
      float[] samples = noise((int) (seconds / pieces * PcmStream.SAMPLE_RATE_HZ));
      int tokens = tokens(pieces);
      List<Run> measured = new ArrayList<>();
      try (BatchGenerator generator = runtime.generator()) {
        warmUp(generator, samples, pieces, tokens);
        for (int run = 0; run < runs; run++) {
          measured.add(measure(generator, samples, pieces, tokens));
        }
      }
      double total = median(measured, Run::total);
      return new Result(
          model.label(),
          options.precision().name().toLowerCase(java.util.Locale.ROOT),
          options.threads(),
          options.batchSize(),
          seconds,
          tokens * pieces,
          runs,
          load,
          median(measured, Run::mel),
          median(measured, Run::encoder),
          median(measured, Run::prefill),
          median(measured, Run::firstToken),
          median(measured, Run::step),
          total,
          total / seconds,
          ProcessMemory.peakResidentBytes(),
          measured.getLast().memory());
    }
  }

  private static void warmUp(BatchGenerator generator, float[] samples, int pieces, int tokens)
      throws InterruptedException {
    int wanted = pieces == 1 ? WARM_UP_CLIPS : WARM_UP_PIECES;
    int atOnce = Math.min(pieces, WARM_UP_PIECES);
    for (int done = 0; done < wanted; done += atOnce) {
      measure(generator, samples, atOnce, tokens);
    }
  }

  /** Tokens of each piece. */
  private int tokens(int pieces) {
    if (newTokens.isPresent()) {
      return Math.max(1, newTokens.get() / pieces);
    }
    return pieces == 1 ? SHORT_TOKENS : (int) Math.round(seconds * TOKENS_PER_SECOND / pieces);
  }

  private static Run measure(BatchGenerator generator, float[] samples, int pieces, int tokens)
      throws InterruptedException {
    long started = System.nanoTime();
    long[] firstToken = new long[1];
    long melNanos = 0;
    List<CompletableFuture<Generation>> results = new ArrayList<>();
    long[] memory = new long[pieces]; // [pieces], resident when as many pieces were finished
    AtomicInteger finished = new AtomicInteger();
    Semaphore room = new Semaphore(generator.batchSize());
    for (int piece = 0; piece < pieces; piece++) {
      room.acquire();
      long melStarted = System.nanoTime();
      MelSpectrogram mel = LogMel.create().compute(samples, 0, samples.length);
      melNanos += System.nanoTime() - melStarted;
      CompletableFuture<Generation> result =
          generator.submit(
              GenerationRequest.create(prompt(mel), tokens, Set.of())
                  .withAudio(mel, AUDIO_PAD)
                  .withListener(_ -> {
                    if (firstToken[0] == 0) {
                      firstToken[0] = System.nanoTime() - started;
                    }
                    return true;
                  }));
      results.add(
          result.whenComplete((_, _) -> {
            memory[finished.getAndIncrement()] = ProcessMemory.residentBytes();
            room.release();
          }));
    }
    List<Generation> generations = new ArrayList<>();
    for (CompletableFuture<Generation> result : results) {
      try {
        generations.add(result.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("the benchmark failed: " + e.getCause(), e);
      }
    }
    double total = secondsSince(started);
    double[] steps =
        generations.stream()
            .flatMap(generation -> generation.timing().stepNanos().stream())
            .mapToDouble(nanos -> nanos / 1e6)
            .sorted()
            .toArray();
    return new Run(
        melNanos / 1e9,
        generations.stream().mapToLong(g -> g.timing().encoderNanos()).sum() / 1e9,
        generations.stream().mapToLong(g -> g.timing().prefillNanos()).sum() / 1e9,
        firstToken[0] / 1e9,
        steps.length == 0 ? 0 : steps[steps.length / 2],
        total,
        IntStream.rangeClosed(1, MEMORY_SAMPLES)
            .map(sample -> sample * pieces / MEMORY_SAMPLES - 1)
            .filter(piece -> piece >= 0)
            .distinct()
            .mapToObj(piece -> memory[piece])
            .toList());
  }

  private static TokenIds prompt(MelSpectrogram mel) {
    return TokenIds.of(prompt(AudioEncoder.tokens(mel.frames())));
  }

  /** A prompt of the usual length with so many placeholders. */
  static int[] prompt(int audioTokens) {
    return IntStream.concat(
            IntStream.concat(
                Arrays.stream(BEFORE_AUDIO),
                IntStream.generate(() -> AUDIO_PAD).limit(audioTokens)),
            Arrays.stream(AFTER_AUDIO))
        .toArray();
  }

  private static float[] noise(int count) {
    Random random = new Random(1);
    float[] samples = new float[count]; // [samples]
    for (int i = 0; i < count; i++) {
      samples[i] = (float) (random.nextGaussian() * 0.1 * Math.sin(i * 0.0003));
    }
    return samples;
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
