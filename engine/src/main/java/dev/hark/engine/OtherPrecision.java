package dev.hark.engine;

import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.ModelRuntime;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The same model with weights stored in another way, for pieces on which the usual way fell into a
 * loop: other rounding errors are often enough to leave it. It is loaded when it is first needed,
 * and decodes one piece at a time.
 */
final class OtherPrecision implements AutoCloseable {
  private final Path directory;
  private final EngineOptions options;
  private @Nullable ModelRuntime runtime;
  private @Nullable BatchGenerator generator;

  OtherPrecision(Path directory, EngineOptions options) {
    this.directory = directory;
    this.options = options.withPrecision(of(options.precision())).withBatchSize(1);
  }

  /** Another precision that takes no more memory than 8 bits. */
  private static Precision of(Precision precision) {
    return switch (precision) {
      case F32, Q4 -> Precision.Q8;
      case Q8 -> Precision.Q4;
    };
  }

  /** Its generator; the first call loads the model, and compiles it if the cache has it not. */
  synchronized BatchGenerator generator() {
    BatchGenerator started = generator;
    if (started == null) {
      ModelRuntime loaded = ModelRuntime.open(directory, options);
      started = loaded.generator();
      runtime = loaded;
      generator = started;
    }
    return started;
  }

  @Override
  public synchronized void close() {
    if (generator != null && runtime != null) {
      generator.close();
      runtime.close();
    }
  }
}
