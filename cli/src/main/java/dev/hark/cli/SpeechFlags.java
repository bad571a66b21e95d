package dev.hark.cli;

import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.TranscribeOptions.Split;
import dev.hark.model.text.Language;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say how speech is turned into text. */
final class SpeechFlags {
  @Mixin private SpokenFlags spoken;

  @Option(
      names = "--hotwords",
      paramLabel = "WORDS",
      defaultValue = "",
      description = "Words that may occur; added to the context.")
  private String hotwords;

  @Option(
      names = "--temperature",
      defaultValue = "0",
      paramLabel = "T",
      description = "Softness of the choice of words, 0 to 2; 0 takes the likeliest (default).")
  private double temperature;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "Makes results at a temperature repeatable (default: 0).")
  private long seed;

  @Option(
      names = "--split",
      defaultValue = "pauses",
      description = "Where long audio is cut: pauses (default), or reference for 20 min pieces.")
  private Split split;

  @Option(
      names = {"--piece-seconds", "--piece_seconds"},
      paramLabel = "S",
      description = "About how long the pieces are, 5 to 1200 s (default: 30).")
  private Optional<Double> pieceSeconds = Optional.empty();

  /** The language asked for; empty if the model is to find out. */
  Optional<Language> language() {
    return spoken.language();
  }

  TranscribeOptions options() {
    TranscribeOptions options =
        TranscribeOptions.create()
            .withContext(
                String.join(
                    "\n",
                    Stream.of(spoken.context(), hotwords).filter(text -> !text.isBlank()).toList()))
            .withTemperature(temperature, seed)
            .withSplit(split);
    Optional<Language> forced = language();
    if (forced.isPresent()) {
      options = options.withLanguage(forced.get().englishName());
    }
    if (pieceSeconds.isPresent()) {
      options = options.withPieceLength(Duration.ofMillis(Math.round(pieceSeconds.get() * 1000)));
    }
    return options;
  }
}
