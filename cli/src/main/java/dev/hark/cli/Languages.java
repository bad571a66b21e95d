package dev.hark.cli;

import dev.hark.model.text.Language;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Languages as users type them. */
final class Languages {
  private Languages() {}

  /** The English name of a code or name; anything unknown is left as it is. */
  static String name(String nameOrCode) {
    return Language.find(nameOrCode).map(Language::englishName).orElse(nameOrCode);
  }

  /**
   * The language of a name, a code, or a code with a region such as {@code pt-BR}; empty for {@code
   * auto}.
   *
   * @throws IllegalArgumentException if there is no such language
   */
  static Optional<Language> parse(String text) {
    if (text.isBlank() || text.equalsIgnoreCase("auto") || text.equalsIgnoreCase("none")) {
      return Optional.empty();
    }
    Optional<Language> language =
        Language.find(text).or(() -> Language.find(text.split("[-_]", 2)[0]));
    if (language.isEmpty()) {
      throw new IllegalArgumentException(
          "language \"%s\" is not known; wanted auto or one of %s"
              .formatted(
                  text,
                  Arrays.stream(Language.values())
                      .map(known -> "%s (%s)".formatted(known.englishName(), known.code()))
                      .collect(Collectors.joining(", "))));
    }
    return language;
  }
}
