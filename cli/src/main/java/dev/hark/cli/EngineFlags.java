package dev.hark.cli;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.Precision;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every command that runs a model. */
final class EngineFlags {
  @Option(
      names = {"--precision", "--compute-type", "--compute_type"},
      defaultValue = "q8",
      description = "Weights: f32, q8 or q4 (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(names = "--threads", description = "Threads (default: all processors).")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = {"--batch", "--batch-size", "--batch_size"},
      description = "Pieces decoded at once (default: 8).")
  private Optional<Integer> batch = Optional.empty();

  EngineOptions options() {
    EngineOptions options = EngineOptions.create().withPrecision(precision);
    if (threads.isPresent()) {
      options = options.withThreads(threads.get());
    }
    if (batch.isPresent()) {
      options = options.withBatchSize(batch.get());
    }
    return options;
  }
}
