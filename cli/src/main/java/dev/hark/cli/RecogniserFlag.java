package dev.hark.cli;

import dev.hark.mini.HarkMini;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the recogniser. */
final class RecogniserFlag {
  private static final String BUILT_IN_HINT =
      "no --model given: using the built-in hark-mini, made for digits, numbers, dates, times and"
          + " commands. For all speech: hark models pull qwen3-asr-0.6b, then --model qwen3-asr-0.6b";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "Recogniser: a name such as qwen3-asr-0.6b, or a folder (default: HARK_MODEL, else the"
              + " built-in hark-mini).")
  private Optional<String> model = Optional.empty();

  /**
   * The recogniser: what is named, else what {@code HARK_MODEL} names, else the one that is built
   * in.
   */
  String name() {
    return chosen().orElse(HarkMini.NAME);
  }

  /** What somebody should know who has chosen no recogniser. */
  Optional<String> hint() {
    return chosen().isPresent() ? Optional.empty() : Optional.of(BUILT_IN_HINT);
  }

  private Optional<String> chosen() {
    return model.or(() -> ModelSource.environment("HARK_MODEL"));
  }
}
