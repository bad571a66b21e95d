package dev.hark.cli;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.Vad;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says what tells speech from silence. */
final class VadFlag {
  @Option(
      names = "--vad",
      paramLabel = "KIND",
      defaultValue = "energy",
      converter = VadName.class,
      description = "What tells speech from silence: energy, or neural if the model can (energy).")
  private Vad vad;

  EngineOptions in(EngineOptions options) {
    return options.withVad(vad);
  }

  private static final class VadName implements ITypeConverter<Vad> {
    @Override
    public Vad convert(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "energy" -> Vad.ENERGY;
        case "neural" -> Vad.NEURAL;
        default ->
            throw new TypeConversionException(
                "got \"%s\", wanted energy or neural".formatted(name));
      };
    }
  }
}
