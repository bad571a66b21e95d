package dev.hark.cli;

import dev.hark.model.AsrConfig;
import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.EncoderHeads;
import dev.hark.model.LoraAdapter;
import dev.hark.model.ModelFolder;
import dev.hark.train.torch.LowRankAdapters;
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

/** Writes a model again, in another number format or with an adapter in it. */
@Command(
    name = "export",
    description = "Write a model folder again, in another number format or with an adapter in it.",
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

  @Option(
      names = "--adapter",
      paramLabel = "DIR",
      description = "Add this LoRA adapter to the weights, as PEFT and hark train sft write them.")
  private Optional<Path> adapter = Optional.empty();

  private TrainExportCommand() {}

  @Override
  public Integer call() throws IOException {
    Path from = model.orElseThrow();
    try (Checkpoint checkpoint = Checkpoint.open(from)) {
      checkpoint.validate();
      if (adapter.isEmpty()) {
        ModelFolder.write(out.orElseThrow(), from, checkpoint, type);
        if (checkpoint.config() instanceof AsrConfig asr) {
          exportHeads(asr);
        }
        return ExitCode.OK;
      }
      try (LoraAdapter lora = LoraAdapter.open(adapter.get(), checkpoint.config())) {
        LowRankAdapters added = new LowRankAdapters(lora.rank(), lora.alpha(), lora.layers());
        ModelFolder.write(out.orElseThrow(), from, added.merged(checkpoint, lora), type);
      }
    }
    return ExitCode.OK;
  }

  private void exportHeads(AsrConfig config) throws IOException {
    Optional<EncoderHeads> found =
        EncoderHeads.find(model.orElseThrow(), config.audio().outputSize());
    if (found.isPresent()) {
      try (EncoderHeads heads = found.get()) {
        EncoderHeads.write(out.orElseThrow(), heads.config(), heads, type);
      }
    }
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
