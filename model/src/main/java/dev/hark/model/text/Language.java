package dev.hark.model.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A language that Qwen3-ASR transcribes, in the order of the published list. Dialects of Chinese
 * have no names of their own.
 */
public enum Language {
  CHINESE("zh", true),
  ENGLISH("en", true),
  CANTONESE("yue", true),
  ARABIC("ar", false),
  GERMAN("de", true),
  FRENCH("fr", true),
  SPANISH("es", true),
  PORTUGUESE("pt", true),
  INDONESIAN("id", false),
  ITALIAN("it", true),
  KOREAN("ko", true),
  RUSSIAN("ru", true),
  THAI("th", false),
  VIETNAMESE("vi", false),
  JAPANESE("ja", true),
  TURKISH("tr", false),
  HINDI("hi", false),
  MALAY("ms", false),
  DUTCH("nl", false),
  SWEDISH("sv", false),
  DANISH("da", false),
  FINNISH("fi", false),
  POLISH("pl", false),
  CZECH("cs", false),
  FILIPINO("fil", false),
  PERSIAN("fa", false),
  GREEK("el", false),
  ROMANIAN("ro", false),
  HUNGARIAN("hu", false),
  MACEDONIAN("mk", false);

  private final String code;
  private final boolean aligned;

  Language(String code, boolean aligned) {
    this.code = code;
    this.aligned = aligned;
  }

  /** The name in prompts and in the model's output, such as "German". */
  public String englishName() {
    return normalise(name());
  }

  /** The ISO 639 code, such as "de". */
  public String code() {
    return code;
  }

  /** Whether the forced aligner was trained on it. */
  public boolean isAligned() {
    return aligned;
  }

  /** The language of an English name or a code in any case, blanks around it ignored. */
  public static Optional<Language> find(String nameOrCode) {
    String wanted = WhiteSpace.strip(nameOrCode);
    return Arrays.stream(values())
        .filter(language ->
            language.name().equalsIgnoreCase(wanted) || language.code.equalsIgnoreCase(wanted))
        .findFirst();
  }

  /**
   * The language of an English name or a code.
   *
   * @throws IllegalArgumentException if there is no such language
   */
  public static Language of(String nameOrCode) {
    return find(nameOrCode)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "language \"%s\" is not known, wanted a name or code of: %s"
                    .formatted(
                        nameOrCode,
                        Arrays.stream(values())
                            .map(Language::englishName)
                            .collect(Collectors.joining(", ")))));
  }

  /**
   * A language name as the model's output is shown: the first character in upper case and the rest
   * in lower case, of any name.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public static String normalise(String name) {
    String stripped = WhiteSpace.strip(name);
    if (stripped.isEmpty()) {
      throw new IllegalArgumentException("language is empty, wanted a name such as English");
    }
    int first = stripped.offsetByCodePoints(0, 1);
    return stripped.substring(0, first).toUpperCase(Locale.ROOT)
        + stripped.substring(first).toLowerCase(Locale.ROOT);
  }
}
