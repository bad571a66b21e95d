package dev.hark.model.eval;

/**
 * Takes out of a text what should not count as a recognition error, such as case and punctuation.
 */
@FunctionalInterface
public interface TextNormalizer {
  /** {@code text} as it is compared. */
  String normalize(String text);

  /**
   * The normalizer for a language: {@link EnglishTextNormalizer} for English, else {@link
   * BasicTextNormalizer} with marks kept.
   *
   * @param language English name, such as {@code "Chinese"}; empty if unknown
   */
  static TextNormalizer of(String language) {
    return language.equals("English")
        ? EnglishTextNormalizer.create()
        : BasicTextNormalizer.create().withMarksKept();
  }
}
