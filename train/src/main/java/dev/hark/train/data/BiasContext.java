package dev.hark.train.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Contexts that teach a model to look for hot words: some words of the text among words that are
 * not in it, as a caller lists them, and now and then only such that are not in it.
 */
final class BiasContext {
  private static final int MOST_OWN = 3;
  private static final int MOST_OTHERS = 12;
  private static final int TRIES = 50;

  private final Map<String, List<String>> words = new TreeMap<>();

  /** Draws words from the texts of these entries, each word of a language as often as another. */
  BiasContext(List<ManifestEntry> entries) {
    Map<String, Set<String>> distinct = new TreeMap<>();
    for (ManifestEntry entry : entries) {
      if (!entry.text().isBlank()) {
        distinct
            .computeIfAbsent(entry.language(), _ -> new TreeSet<>())
            .addAll(words(entry.language(), entry.text()));
      }
    }
    distinct.forEach((language, all) -> words.put(language, List.copyOf(all)));
  }

  /** Words with commas between them, in random order; may be empty if there are no other words. */
  String of(String language, String text, RandomGenerator random) {
    Set<String> said = new LinkedHashSet<>(words(language, text));
    List<String> listed = new ArrayList<>();
    boolean othersOnly = said.isEmpty() || random.nextInt(4) == 0;
    if (!othersOnly) {
      List<String> own = new ArrayList<>(said);
      shuffle(own, random);
      listed.addAll(own.subList(0, Math.min(own.size(), 1 + random.nextInt(MOST_OWN))));
    }
    int others = random.nextInt(othersOnly ? 1 : 0, MOST_OTHERS + 1);
    List<String> known = known(language, random);
    for (int tries = 0; others > 0 && tries < TRIES && !known.isEmpty(); tries++) {
      String word = known.get(random.nextInt(known.size()));
      if (!said.contains(word) && !listed.contains(word)) {
        listed.add(word);
        others--;
      }
    }
    shuffle(listed, random);
    return String.join(", ", listed);
  }

  /** Words of the language, or for no speech of any. */
  private List<String> known(String language, RandomGenerator random) {
    List<String> same = words.get(language);
    if (same != null) {
      return same;
    }
    List<List<String>> all = List.copyOf(words.values());
    return all.isEmpty() ? List.of() : all.get(random.nextInt(all.size()));
  }

  /** Words of a text; of Chinese, which has no spaces, pairs of characters. */
  private static List<String> words(String language, String text) {
    if (!language.equals("Chinese")) {
      return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }
    List<String> pairs = new ArrayList<>();
    String dense = text.replaceAll("\\s", "");
    for (int i = 0; i + 1 < dense.length(); i += 2) {
      pairs.add(dense.substring(i, i + 2));
    }
    return pairs;
  }

  private static void shuffle(List<String> words, RandomGenerator random) {
    Collections.shuffle(words, Random.from(random));
  }
}
