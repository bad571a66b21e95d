package dev.hark.model.eval;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * British spellings and their American counterparts, about 5000 forms. The list was written for
 * Hark and is not the one of Whisper: most common words are in both.
 */
final class AmericanSpellings {
  private static final String RESOURCE = "american-spellings.txt";

  /** Endings of each family: pairs of British and American. */
  private static final Map<String, List<String>> FAMILIES =
      Map.of(
          "our",
              endings(
                  "our", "or", "", "s", "ed", "er", "ers", "ing", "ings", "able", "ably", "al",
                  "ally", "ation", "ful", "fully", "hood", "hoods", "ies", "ism", "ist", "ists",
                  "less", "ly", "some", "y"),
          "ise",
              endings(
                  "is", "iz", "e", "es", "ed", "er", "ers", "ing", "able", "ation", "ational",
                  "ations"),
          "lyse", endings("lys", "lyz", "e", "ed", "er", "ers", "ing"),
          "re", List.of("re", "er", "res", "ers", "red", "ered", "ring", "ering"),
          "l", endings("l", "", "ed", "ing", "ings", "er", "ers", "ist", "ists", "ous", "ously"));

  private static final Map<String, String> AMERICAN = read();

  private AmericanSpellings() {}

  /** The American spelling of {@code word}; the word itself if none is known. */
  static String of(String word) {
    return AMERICAN.getOrDefault(word, word);
  }

  static int size() {
    return AMERICAN.size();
  }

  private static List<String> endings(String british, String american, String... rest) {
    List<String> pairs = new ArrayList<>();
    for (String end : rest) {
      pairs.add(british + end);
      pairs.add(american + end);
    }
    return List.copyOf(pairs);
  }

  private static Map<String, String> read() {
    Map<String, String> spellings = new HashMap<>();
    try (InputStream in = AmericanSpellings.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(in, RESOURCE), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", -1);
        if (line.startsWith("= ")) {
          spellings.put(parts[1], parts[2]);
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          addFamily(parts, spellings);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(spellings);
  }

  private static void addFamily(String[] parts, Map<String, String> spellings) {
    String family = parts[0].replace(":", "");
    List<String> endings = Objects.requireNonNull(FAMILIES.get(family), family);
    for (int i = 1; i < parts.length; i++) {
      for (int end = 0; end < endings.size(); end += 2) {
        spellings.put(parts[i] + endings.get(end), parts[i] + endings.get(end + 1));
      }
    }
  }
}
