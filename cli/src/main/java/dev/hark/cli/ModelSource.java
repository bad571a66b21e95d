package dev.hark.cli;

import dev.hark.mini.HarkMini;
import dev.hark.model.hub.ModelHub;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Finds the folders of models, with the options and variables that say where to look. */
final class ModelSource {
  static final String STANDARD_ALIGNER = "qwen3-forced-aligner-0.6b";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private HubOptions hub;

  /**
   * The folder of a recogniser or aligner, downloaded or unpacked if it is not here.
   *
   * @param cacheFolder where a built-in model is unpacked
   */
  Path folder(String name, Path cacheFolder, boolean progressShown) {
    if (name.equals(HarkMini.NAME)) {
      return HarkMini.folder(cacheFolder);
    }
    ModelHub models = hub.open();
    try (PullProgress progress =
        new PullProgress(name, spec.commandLine().getErr(), progressShown)) {
      return models.resolve(name, progress);
    }
  }

  /** The aligner: what is named, else what {@code HARK_ALIGNER} names, else the standard one. */
  static String aligner(Optional<String> named) {
    return named.or(() -> environment("HARK_ALIGNER")).orElse(STANDARD_ALIGNER);
  }

  static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
