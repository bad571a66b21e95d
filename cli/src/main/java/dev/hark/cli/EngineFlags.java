package dev.hark.cli;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.Precision;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of every command that runs a model. */
final class EngineFlags {
  @Option(
      names = {"--precision", "--compute-type", "--compute_type"},
      defaultValue = "q8",
      converter = PrecisionName.class,
      description = "Weights: f32, q8 or q4 (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(names = "--threads", description = "Threads (default: all processors).")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = {"--batch", "--batch-size", "--batch_size"},
      description = "Pieces decoded at once (default: 4).")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = {"--cache-dir", "--cache_dir"},
      paramLabel = "FOLDER",
      description = "Where compiled models are kept (default: HARK_CACHE, else ~/.cache/hark).")
  private Optional<Path> cache = Optional.empty();

  EngineOptions options() {
    EngineOptions options = EngineOptions.create().withPrecision(precision);
    if (threads.isPresent()) {
      options = options.withThreads(threads.get());
    }
    if (batch.isPresent()) {
      options = options.withBatchSize(batch.get());
    }
    if (cache.isPresent()) {
      options = options.withCacheFolder(cache.get());
    }
    return options;
  }

  /** Precisions by our names and by those of CTranslate2. */
  private static final class PrecisionName implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "f32", "float32" -> Precision.F32;
        case "q8", "int8", "int8_float32", "default", "auto" -> Precision.Q8;
        case "q4", "int4" -> Precision.Q4;
        default ->
            throw new TypeConversionException("got \"%s\", wanted f32, q8 or q4".formatted(name));
      };
    }
  }
}
