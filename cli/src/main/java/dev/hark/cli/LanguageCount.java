package dev.hark.cli;

import java.util.Optional;

/** How often a model finds the language of a clip by itself. */
final class LanguageCount {
  private int clips;
  private int found;

  /** Counts a clip. */
  void add(String spoken, String heard) {
    clips++;
    if (spoken.equals(heard)) {
      found++;
    }
  }

  /** Such as {@code "98.33 % (295 of 300)"}; empty if no clip was counted. */
  Optional<String> fact() {
    return clips == 0
        ? Optional.empty()
        : Optional.of(
            "%s (%d of %d)".formatted(EvalNumbers.percent((double) found / clips), found, clips));
  }
}
