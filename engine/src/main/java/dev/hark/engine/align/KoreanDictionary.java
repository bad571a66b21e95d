package dev.hark.engine.align;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words behind which the Korean rule may cut. May be used by several threads at once.
 *
 * <p>The reference uses a list of 21,009 words that comes with its program. {@link #read} takes
 * that file; {@link #builtIn} is another list, so its cuts can differ. Either gives valid units.
 */
@FunctionalInterface
public interface KoreanDictionary {
  /** The name under which the reference ships its word list. */
  String FILE_NAME = "korean_dict_jieba.dict";

  /** Whether {@code word} is in the dictionary. */
  boolean contains(String word);

  /**
   * The dictionary derived from the Korean analyser of Apache Lucene (mecab-ko-dic): nouns,
   * adverbs, interjections and verb stems, see {@link NoriDictionary}. Loaded at the first look-up.
   */
  static KoreanDictionary builtIn() {
    return NoriDictionary.INSTANCE;
  }

  /**
   * Reads a word list: one word a line, further columns behind white space are ignored.
   *
   * @throws IOException when the file cannot be read as UTF-8
   */
  static KoreanDictionary read(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      Set<String> words =
          lines
              .map(line -> line.strip().split("\\s+", 2)[0])
              .filter(word -> !word.isEmpty())
              .collect(Collectors.toUnmodifiableSet());
      return words::contains;
    }
  }
}
