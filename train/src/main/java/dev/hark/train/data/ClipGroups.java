package dev.hark.train.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Which recordings of a manifest may follow one another. */
final class ClipGroups {
  private static final int MOST_SPLICED = 10;

  private final Map<String, List<ManifestEntry>> groups = new HashMap<>();

  ClipGroups(List<ManifestEntry> entries) {
    for (ManifestEntry entry : entries) {
      groups.computeIfAbsent(key(entry), key -> new ArrayList<>()).add(entry);
    }
  }

  /**
   * What an example that begins with an entry consists of: 1 to 10 recordings of a splice group, or
   * now and then several of one voice.
   */
  List<ManifestEntry> choose(
      ManifestEntry first, MixtureSettings settings, RandomGenerator random) {
    boolean spliced = !first.splice().isEmpty();
    int count = spliced ? 1 + random.nextInt(MOST_SPLICED) : 1;
    boolean joinable = !spliced && !first.voice().isEmpty() && !first.text().isEmpty();
    if (joinable && random.nextDouble() < settings.joinProbability()) {
      int most = settings.mostJoined();
      count = most == 2 ? 2 : random.nextInt(2, most + 1);
    }
    List<ManifestEntry> group = groups.getOrDefault(key(first), List.of(first));
    List<ManifestEntry> chosen = new ArrayList<>();
    chosen.add(first);
    while (chosen.size() < count) {
      chosen.add(group.get(random.nextInt(group.size())));
    }
    return chosen;
  }

  private static String key(ManifestEntry entry) {
    String who = entry.splice().isEmpty() ? "voice " + entry.voice() : "splice " + entry.splice();
    return who + "\n" + entry.language() + "\n" + entry.prompt();
  }
}
