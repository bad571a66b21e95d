package dev.hark.engine.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** ISO 639 codes of languages by their English names. */
final class LanguageCodes {
  private static final Map<String, String> CODES =
      Stream.concat(Arrays.stream(Locale.getISOLanguages()), Stream.of("yue", "fil"))
          .collect(
              Collectors.toUnmodifiableMap(
                  code -> Locale.of(code).getDisplayLanguage(Locale.ENGLISH),
                  Function.identity(),
                  (first, second) -> first));

  private LanguageCodes() {}

  /** The code of {@code name}, such as {@code "en"}; the name itself if it has none. */
  static String of(String name) {
    return CODES.getOrDefault(name, name);
  }
}
