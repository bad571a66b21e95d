package dev.hark.train.run;

import dev.hark.model.eval.TokenAlignment;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Names that somebody may have meant who wrote another one. */
final class NearNames {
  private static final int MOST = 4;

  private NearNames() {}

  /** The few that take the least edits, for a message. */
  static String of(String wanted, Collection<String> names) {
    List<String> letters = letters(wanted);
    return names.stream()
        .distinct()
        .sorted(Comparator.comparingLong((String name) -> distance(letters, name)))
        .limit(MOST)
        .collect(Collectors.joining(", "));
  }

  private static long distance(List<String> wanted, String name) {
    return TokenAlignment.of(wanted, letters(name)).counts().errors();
  }

  private static List<String> letters(String text) {
    return Arrays.asList(text.split("", -1));
  }
}
