package dev.hark.cli;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.Precision;
import dev.hark.engine.StreamSteps;
import dev.hark.engine.synthetic.StreamBenchmark;
import dev.hark.engine.synthetic.SyntheticBenchmark;
import dev.hark.engine.synthetic.SyntheticModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures speed and memory with random weights at the published models' true dimensions. */
@Command(
    name = "bench",
    description = "Measure speed and memory on this machine.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--synthetic",
      paramLabel = "SIZE",
      defaultValue = "0.6b",
      description = "Random weights of this size: 0.6b or 1.7b (default: ${DEFAULT-VALUE}).")
  private String size;

  @Option(
      names = "--seconds",
      defaultValue = "11",
      description = "Length of the audio (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--new-tokens",
      description =
          "Tokens to generate (default: 32; for more than one piece, 3.5 a second of audio).")
  private Optional<Integer> newTokens = Optional.empty();

  @Option(
      names = "--precision",
      defaultValue = "q8",
      description = "f32, q8 or q4 (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(names = "--threads", description = "Threads (default: all processors).")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--batch",
      defaultValue = "1",
      description = "Pieces decoded at once (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--runs",
      defaultValue = "3",
      description =
          "Measured runs after a warm-up; medians are printed (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--stream",
      description =
          "Measure live streams instead: steps, memory and sessions together, with scripted text.")
  private boolean stream;

  @Option(
      names = "--sessions",
      defaultValue = "1",
      description = "With --stream: streams at once (default: ${DEFAULT-VALUE}).")
  private int sessions;

  @Option(
      names = "--step-seconds",
      defaultValue = "1",
      description = "With --stream: audio between two steps (default: ${DEFAULT-VALUE}).")
  private double stepSeconds;

  @Option(
      names = "--slowest-seconds",
      description =
          "With --stream: most audio between two steps when sessions share the time (default: as"
              + " live streams have it, 4, and no less than --step-seconds).")
  private Optional<Double> slowestSeconds = Optional.empty();

  @Option(
      names = "--paced",
      description =
          "With --stream: feed at the pace of speech and let steps wait for their turn, instead of"
              + " feeding as fast as is decoded.")
  private boolean paced;

  @Option(
      names = "--one-by-one",
      description =
          "With --stream: begin a stream when the one before has ended, to know what all of them"
              + " cost alone.")
  private boolean oneByOne;

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description =
          "Write the random weights as a model folder in bf16 instead, to measure training with.")
  private Optional<Path> write = Optional.empty();

  @Option(
      names = "--like",
      paramLabel = "DIR",
      description =
          "With --write: model folder whose tokenizer it gets, such as recipes/hark-mini.")
  private Optional<Path> like = Optional.empty();

  @Option(
      names = "--format",
      defaultValue = "json",
      description = "json or text (default: ${DEFAULT-VALUE}).")
  private String format;

  private BenchCommand() {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (write.isPresent()) {
      SyntheticFolder.write(write.get(), SyntheticModel.of(size), tokenizer());
      spec.commandLine().getOut().println(write.get());
      return ExitCode.OK;
    }
    EngineOptions options = EngineOptions.create().withPrecision(precision).withBatchSize(batch);
    if (threads.isPresent()) {
      options = options.withThreads(threads.get());
    }
    SyntheticModel model = SyntheticModel.of(size);
    Object result =
        stream
            ? new StreamBenchmark(model, options, seconds, sessions, steps(), paced, oneByOne).run()
            : new SyntheticBenchmark(model, options, seconds, newTokens, runs).run();
    if (format.equals("text")) {
      spec.commandLine().getOut().println(result);
    } else {
      spec.commandLine().getOut().println(Json.indented(result));
    }
    return ExitCode.OK;
  }

  private StreamSteps steps() {
    StreamSteps steps = StreamSteps.live().withEvery(duration(stepSeconds));
    return slowestSeconds.map(slowest -> steps.withSlowest(duration(slowest))).orElse(steps);
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private Path tokenizer() {
    return like.orElseThrow(() ->
        new ParameterException(
            spec.commandLine(), "--write needs --like, whose tokenizer it gets"));
  }
}
