package dev.hark.train.synth;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How another language writes the sounds of English, so that its voices can say English words, as
 * somebody who grew up with that language might. The table is {@code accents.tsv}.
 *
 * @param language as festival calls it, such as "czech"
 * @param charset in which festival reads the language
 * @param letters what is written for a sound, by the sound's name in espeak-ng's IPA
 */
record Accent(String language, Charset charset, Map<String, String> letters) {
  Accent {
    letters = Map.copyOf(letters);
  }

  /** All accents by their language. */
  static Map<String, Accent> all() {
    List<String[]> rows = rows();
    String[] languages = rows.get(0);
    String[] charsets = rows.get(1);
    Map<String, Accent> accents = new LinkedHashMap<>();
    for (int column = 1; column < languages.length; column++) {
      Map<String, String> letters = new HashMap<>();
      for (String[] row : rows.subList(2, rows.size())) {
        letters.put(row[0], row[column]);
      }
      String language = languages[column];
      accents.put(language, new Accent(language, Charset.forName(charsets[column]), letters));
    }
    return accents;
  }

  /**
   * A word in the language's letters.
   *
   * @param sounds of the word
   * @throws IllegalArgumentException if the table does not have one of them
   */
  String spell(List<String> sounds) {
    StringBuilder word = new StringBuilder();
    for (String sound : sounds) {
      String written = letters.get(sound);
      if (written == null) {
        throw new IllegalArgumentException(
            "the sound \"%s\" of %s is not in accents.tsv".formatted(sound, sounds));
      }
      word.append(written);
    }
    return word.toString();
  }

  private static List<String[]> rows() {
    try (InputStream in = Accent.class.getResourceAsStream("accents.tsv")) {
      if (in == null) {
        throw new IllegalStateException("accents.tsv is missing");
      }
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        return reader.lines().map(line -> line.split("\t", -1)).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
