package dev.hark.cli;

import dev.hark.model.text.Language;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that say what is spoken, of every command that hears. */
final class SpokenFlags {
  @Option(
      names = {"-l", "--language"},
      paramLabel = "LANG",
      defaultValue = "auto",
      description = "Language spoken, by code or English name; auto finds out (default).")
  private String language;

  @Option(
      names = {"--context", "--prompt", "--initial-prompt", "--initial_prompt"},
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Names, terms or sentences that may occur.")
  private String context;

  /** The language asked for; empty if the model is to find out. */
  Optional<Language> language() {
    return Languages.parse(language);
  }

  String context() {
    return context;
  }
}
