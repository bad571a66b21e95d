package dev.hark.cli;

import dev.hark.mini.HarkMiniAligner;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the aligner of a command that runs no recogniser. */
final class AlignerFlag {
  private static final String BUILT_IN_HINT =
      "no --model given: using the built-in hark-mini-aligner, made for digits, numbers, dates, times"
          + " and commands. For all speech: hark models pull "
          + ModelSource.STANDARD_ALIGNER
          + ", then --model "
          + ModelSource.STANDARD_ALIGNER;

  @Option(
      names = {"-m", "--model", "--aligner"},
      paramLabel = "MODEL",
      description =
          "Aligner: a name such as "
              + ModelSource.STANDARD_ALIGNER
              + ", or a folder (default: HARK_ALIGNER, else the built-in hark-mini-aligner).")
  private Optional<String> model = Optional.empty();

  /**
   * The aligner: what is named, else what {@code HARK_ALIGNER} names, else the one that is built
   * in.
   */
  String name() {
    return chosen().orElse(HarkMiniAligner.NAME);
  }

  /** What somebody should know who has chosen no aligner. */
  Optional<String> hint() {
    return chosen().isPresent() ? Optional.empty() : Optional.of(BUILT_IN_HINT);
  }

  private Optional<String> chosen() {
    return model.or(() -> ModelSource.environment("HARK_ALIGNER"));
  }
}
