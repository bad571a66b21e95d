package dev.hark.cli;

import dev.hark.mini.HarkMini;
import dev.hark.mini.HarkMiniAligner;
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
    if (name.equals(HarkMiniAligner.NAME)) {
      return HarkMiniAligner.folder(cacheFolder);
    }
    ModelHub models = hub.open();
    try (PullProgress progress =
        new PullProgress(name, spec.commandLine().getErr(), progressShown)) {
      return models.resolve(name, progress);
    }
  }

  /**
   * The aligner for a recogniser's words: what is named, else what {@code HARK_ALIGNER} names, else
   * the built-in one for the built-in recogniser and the standard one for others.
   */
  static String aligner(Optional<String> named, String recogniser) {
    return named
        .or(() -> environment("HARK_ALIGNER"))
        .orElse(recogniser.equals(HarkMini.NAME) ? HarkMiniAligner.NAME : STANDARD_ALIGNER);
  }

  static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
