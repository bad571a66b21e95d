package dev.hark.cli;

import dev.hark.model.hub.ModelHub;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say which models to use. */
final class ModelFlags {
  private static final String STANDARD_ALIGNER = "qwen3-forced-aligner-0.6b";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "Recogniser: a name such as qwen3-asr-0.6b, or a folder (default: HARK_MODEL).")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--aligner",
      paramLabel = "MODEL",
      description =
          "Aligner for word times: name or folder (default: HARK_ALIGNER, else "
              + STANDARD_ALIGNER
              + ").")
  private Optional<String> aligner = Optional.empty();

  @Mixin private HubOptions hub;

  boolean alignerNamed() {
    return aligner.isPresent();
  }

  /** The name of the recogniser asked for. */
  String recogniserName() {
    return model
        .or(() -> environment("HARK_MODEL"))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no model given; name one with --model or HARK_MODEL, for example --model qwen3-asr-0.6b, which is downloaded at the first use"));
  }

  String alignerName() {
    return aligner.or(() -> environment("HARK_ALIGNER")).orElse(STANDARD_ALIGNER);
  }

  /** The folder of a model, downloaded if it is not here. */
  Path folder(String name, PrintWriter err, boolean terminal) {
    ModelHub models = hub.open();
    try (PullProgress progress = new PullProgress(name, err, terminal)) {
      return models.resolve(name, progress);
    }
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
