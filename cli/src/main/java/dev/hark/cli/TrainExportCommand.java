package dev.hark.cli;

import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Writes a model again in another number format. */
@Command(
    name = "export",
    description = "Write a model folder again, with its weights in another number format.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainExportCommand implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "DIR", description = "Model folder, as training writes it.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder of the new model.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--type",
      defaultValue = "bf16",
      converter = TypeName.class,
      description = "Weights: bf16, half the size, or f32 (default: ${DEFAULT-VALUE}).")
  private DataType type;

  private TrainExportCommand() {}

  @Override
  public Integer call() throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(model.orElseThrow())) {
      checkpoint.validate();
      ModelFolder.write(out.orElseThrow(), model.orElseThrow(), checkpoint, type);
    }
    return ExitCode.OK;
  }

  private static final class TypeName implements ITypeConverter<DataType> {
    @Override
    public DataType convert(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "bf16" -> DataType.BF16;
        case "f32" -> DataType.F32;
        default ->
            throw new TypeConversionException("got \"%s\", wanted bf16 or f32".formatted(name));
      };
    }
  }
}
