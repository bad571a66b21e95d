package dev.hark.train.synth;

import dev.hark.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * English words to say, each as often as the others, one to three in a row. Transcripts have them
 * as they are written here.
 */
public record WordList(List<String> words) {
  /** What the file names of such clips end in. */
  static final String LABEL = "words";

  private static final int MOST_IN_A_ROW = 3;
  private static final Pattern WORD = Pattern.compile("[A-Za-z']*[A-Za-z][A-Za-z']*");

  public WordList {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("no words, wanted at least one");
    }
  }

  /**
   * Reads a file of a word a line; empty lines and those after a {@code #} do not count.
   *
   * @throws DataException if the file cannot be read, has no words, or a line is not an English
   *     word
   */
  public static WordList read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new DataException("%s: cannot be read (%s)".formatted(file, e), e);
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String word = lines.get(i).strip();
      if (word.isEmpty() || word.startsWith("#")) {
        continue;
      }
      if (!WORD.matcher(word).matches()) {
        throw new DataException(
            "%s:%d: \"%s\", wanted one English word, of letters and apostrophes"
                .formatted(file, i + 1, word));
      }
      words.add(word);
    }
    if (words.isEmpty()) {
      throw new DataException(file + ": no words, wanted one a line");
    }
    return new WordList(words);
  }

  /** Something to say. */
  Phrase phrase(RandomGenerator random) {
    List<String> said = new ArrayList<>();
    for (int left = 1 + random.nextInt(MOST_IN_A_ROW); left > 0; left--) {
      said.add(words.get(random.nextInt(words.size())));
    }
    // A synthesiser spells capitals.
    return new Phrase(
        "English", said, said.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList());
  }
}
