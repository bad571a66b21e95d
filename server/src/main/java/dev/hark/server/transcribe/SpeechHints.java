package dev.hark.server.transcribe;

import dev.hark.engine.StreamOptions;
import dev.hark.engine.TranscribeOptions;
import dev.hark.model.text.Language;
import dev.hark.server.http.ApiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a caller knows about speech before it is heard.
 *
 * @param language the language spoken, if it is known
 * @param languages if it is not, those it may be; empty for all
 * @param context names and terms that are likely to occur; empty for none
 */
public record SpeechHints(Optional<Language> language, List<Language> languages, String context) {
  /**
   * Hints from the parameters that all interfaces have.
   *
   * @param language code or English name; {@code auto} for not known
   * @param languages languages that may be spoken; the most probable of them is taken
   * @param prompt text with names and terms
   * @param keywords names and terms
   * @throws ApiException 400 if a language is not known
   */
  public static SpeechHints of(
      Optional<String> language,
      List<String> languages,
      Optional<String> prompt,
      List<String> keywords) {
    List<String> context = new ArrayList<>();
    prompt.filter(text -> !text.isBlank()).ifPresent(context::add);
    if (!keywords.isEmpty()) {
      context.add(String.join(", ", keywords));
    }
    Optional<Language> one =
        language
            .filter(name -> !name.isBlank() && !name.equalsIgnoreCase("auto"))
            .map(name -> known("language", name));
    List<Language> several = languages.stream().map(name -> known("languages[]", name)).toList();
    if (one.isPresent() && !several.isEmpty() && !several.contains(one.get())) {
      throw ApiException.invalid("languages[]", "languages does not have the given language");
    }
    return new SpeechHints(one, one.isPresent() ? List.of() : several, String.join("\n", context));
  }

  private static Language known(String parameter, String name) {
    return Language.find(name)
        .orElseThrow(() ->
            ApiException.invalid(
                parameter,
                "language \"%s\" is not one of: %s"
                    .formatted(
                        name,
                        Arrays.stream(Language.values())
                            .map(Language::code)
                            .collect(Collectors.joining(", ")))));
  }

  /** Options for recordings. */
  public TranscribeOptions options() {
    TranscribeOptions options =
        TranscribeOptions.create().withContext(context).withLanguages(names());
    return language.isPresent() ? options.withLanguage(language.get().englishName()) : options;
  }

  /** Options for live sessions: {@code options} with the hints. */
  public StreamOptions options(StreamOptions options) {
    StreamOptions hinted = options.withContext(context).withLanguages(names());
    return language.isPresent() ? hinted.withLanguage(language.get().englishName()) : hinted;
  }

  private List<String> names() {
    return languages.stream().map(Language::englishName).toList();
  }
}
