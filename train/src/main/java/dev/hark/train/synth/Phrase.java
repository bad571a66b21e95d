package dev.hark.train.synth;

import java.util.List;

/**
 * What a clip says.
 *
 * @param language the language's name in the transcript, such as "English"
 * @param words the transcript, word by word; Mandarin has a character each
 * @param spoken what a synthesiser is to say for each word: the word itself, a capital for a
 *     spelled letter, or a syllable of numbered pinyin
 */
record Phrase(String language, List<String> words, List<String> spoken) {
  Phrase {
    if (words.isEmpty() || words.size() != spoken.size()) {
      throw new IllegalArgumentException(words + " cannot be spoken as " + spoken);
    }
  }

  /**
   * What a synthesiser is to say for each word.
   *
   * @param letterA how it is told of the letter A; "A" alone would be the article
   */
  List<String> spoken(String letterA) {
    return spoken.stream().map(word -> word.equals("A") ? letterA : word).toList();
  }

  /** The transcript. */
  String text() {
    return String.join(language.equals("Chinese") ? "" : " ", words);
  }
}
