package dev.hark.engine.longform;

import dev.hark.engine.decode.TokenIds;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.text.Language;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The languages that may be spoken.
 *
 * @param only the one that is spoken, if it is known
 * @param several those the model chooses from; empty for all
 */
public record AllowedLanguages(Optional<Language> only, List<Language> several) {
  public AllowedLanguages {
    several = List.copyOf(several);
  }

  /**
   * Reads names or codes.
   *
   * @param one the language, empty or blank if it is not known
   * @param several languages it may be; one alone is the language
   * @throws IllegalArgumentException if one is not one of the model's
   */
  public static AllowedLanguages of(Optional<String> one, List<String> several) {
    Optional<Language> known = one.filter(name -> !name.isBlank()).map(Language::of);
    List<Language> all = several.stream().map(Language::of).distinct().toList();
    if (known.isPresent() || all.size() == 1) {
      return new AllowedLanguages(known.or(() -> Optional.of(all.getFirst())), List.of());
    }
    return new AllowedLanguages(Optional.empty(), all);
  }

  /**
   * What the model's output may begin with, as it names the language in its first line; nothing if
   * that is free.
   *
   * @param written the tokens it has written // [written]
   */
  public List<TokenIds> beginnings(AsrPrompts prompts, int[] written) {
    return several.stream()
        .map(prompts::languageLine)
        .filter(line -> line.length > written.length)
        .filter(line -> Arrays.equals(line, 0, written.length, written, 0, written.length))
        .map(line -> TokenIds.of(Arrays.copyOfRange(line, written.length, line.length)))
        .toList();
  }
}
