package dev.hark.cli;

import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.EncoderHeads;
import dev.hark.model.HeadConfig;
import dev.hark.model.HeadsConfig;
import dev.hark.model.LoraAdapter;
import dev.hark.model.ModelFolder;
import dev.hark.model.network.Weights;
import dev.hark.train.run.MeanWeights;
import dev.hark.train.torch.LowRankAdapters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * Writes a model again: in another number format, with an adapter in it, or as a mean of several.
 */
@Command(
    name = "export",
    description =
        "Write a model folder again: in another number format, with an adapter in it, or as the mean of"
            + " several.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainExportCommand implements Callable<Integer> {
  private static final List<String> NONE = List.of("none");

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

  @Option(
      names = "--average",
      split = ",",
      paramLabel = "DIR",
      description =
          "Write the mean of its weights and of these models', which have the same shape; without"
              + " heads.")
  private List<Path> others = List.of();

  @Option(
      names = "--heads",
      split = ",",
      paramLabel = "HEAD",
      description = "Heads of the model to keep, or none; by default all.")
  private List<String> kept = List.of();

  @Spec private CommandSpec spec;

  private TrainExportCommand() {}

  @Override
  public Integer call() throws IOException {
    if (adapter.isPresent() && !kept.isEmpty()) {
      throw wrong("goes without --adapter, which may change what heads read");
    }
    if (!others.isEmpty() && (adapter.isPresent() || !kept.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "--average goes without --adapter and --heads");
    }
    try (Checkpoint checkpoint = Checkpoint.open(model.orElseThrow())) {
      checkpoint.validate();
      if (!others.isEmpty()) {
        average(checkpoint);
      } else if (adapter.isPresent()) {
        merge(checkpoint, adapter.get());
      } else {
        copy(checkpoint);
      }
    }
    return ExitCode.OK;
  }

  private void average(Checkpoint first) throws IOException {
    List<Checkpoint> models = new ArrayList<>(List.of(first));
    try {
      for (Path other : others) {
        Checkpoint checkpoint = Checkpoint.open(other);
        models.add(checkpoint);
        checkpoint.validate();
        requireSameShape(first, checkpoint);
      }
      write(new MeanWeights(models));
    } finally {
      models.stream().skip(1).forEach(Checkpoint::close);
    }
  }

  private void requireSameShape(Checkpoint first, Checkpoint other) {
    Map<String, long[]> wanted = first.config().tensorShapes();
    Map<String, long[]> given = other.config().tensorShapes();
    wanted.forEach((name, shape) -> {
      if (!Arrays.equals(shape, given.get(name))) {
        throw new ParameterException(
            spec.commandLine(),
            "--average %s: tensor %s has shape %s, wanted %s as in %s"
                .formatted(
                    other.directory(),
                    name,
                    given.containsKey(name) ? Arrays.toString(given.get(name)) : "none",
                    Arrays.toString(shape),
                    first.directory()));
      }
    });
  }

  private void merge(Checkpoint checkpoint, Path folder) throws IOException {
    try (LoraAdapter lora = LoraAdapter.open(folder, checkpoint.config())) {
      LowRankAdapters added = new LowRankAdapters(lora.rank(), lora.alpha(), lora.layers());
      write(added.merged(checkpoint, lora));
    }
  }

  private void copy(Checkpoint checkpoint) throws IOException {
    Optional<EncoderHeads> found = EncoderHeads.find(checkpoint);
    if (found.isEmpty()) {
      if (!kept.isEmpty() && !kept.equals(NONE)) {
        throw wrong("names heads, and %s has none".formatted(checkpoint.directory()));
      }
      write(checkpoint);
      return;
    }
    try (EncoderHeads heads = found.get()) {
      HeadsConfig chosen = chosen(heads.config());
      write(checkpoint);
      if (!chosen.heads().isEmpty()) {
        EncoderHeads.write(out.orElseThrow(), chosen, heads, type);
      }
    }
  }

  private void write(Weights weights) throws IOException {
    ModelFolder.write(out.orElseThrow(), model.orElseThrow(), weights, type);
  }

  private HeadsConfig chosen(HeadsConfig all) {
    if (kept.isEmpty()) {
      return all;
    }
    List<HeadConfig> chosen = new ArrayList<>();
    for (String name : kept.equals(NONE) ? List.<String>of() : kept) {
      chosen.add(
          all.find(name)
              .orElseThrow(() ->
                  wrong(
                      "names %s, wanted some of %s"
                          .formatted(name, all.heads().stream().map(HeadConfig::name).toList()))));
    }
    return new HeadsConfig(all.inputs(), all.encoder(), chosen);
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), "--heads " + what);
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
