package dev.hark.engine.align;

import java.util.Locale;

/**
 * The splitters by language: Japanese and Korean have their own, every other language the default.
 *
 * @param standard rule for all languages but the two below, also when the language is unknown
 * @param japanese rule for Japanese
 * @param korean rule for Korean
 */
public record WordRules(WordSplitter standard, WordSplitter japanese, WordSplitter korean) {
  /** The rules of the reference, with the given Korean dictionary. */
  public static WordRules create(KoreanDictionary korean) {
    return new WordRules(new SpacedWords(), new JapaneseWords(), new KoreanWords(korean));
  }

  /** The rules of the reference, with the built-in Korean dictionary. */
  public static WordRules create() {
    return create(KoreanDictionary.builtIn());
  }

  /** The same rules with another Japanese segmenter. */
  public WordRules withJapanese(WordSplitter segmenter) {
    return new WordRules(standard, segmenter, korean);
  }

  /**
   * The rule for a language.
   *
   * @param language English name in any case, such as {@code "Korean"}; anything else, the empty
   *     string included, gets the default rule
   */
  public WordSplitter forLanguage(String language) {
    return switch (language.toLowerCase(Locale.ROOT)) {
      case "japanese" -> japanese;
      case "korean" -> korean;
      default -> standard;
    };
  }
}
