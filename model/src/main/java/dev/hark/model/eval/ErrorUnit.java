package dev.hark.model.eval;

import java.util.List;
import java.util.Set;

/** What errors are counted in. */
public enum ErrorUnit {
  /** Words, parted by spaces: word error rate. */
  WORD("WER"),
  /** Characters without spaces: character error rate. */
  CHARACTER("CER");

  private static final Set<String> WITHOUT_SPACES =
      Set.of("Chinese", "Cantonese", "Japanese", "Thai", "Lao", "Khmer", "Burmese");

  private final String rateName;

  ErrorUnit(String rateName) {
    this.rateName = rateName;
  }

  /** {@code "WER"} or {@code "CER"}. */
  public String rateName() {
    return rateName;
  }

  /** The usual unit of a language, by its English name: characters where no spaces are written. */
  public static ErrorUnit of(String language) {
    return WITHOUT_SPACES.contains(language) ? CHARACTER : WORD;
  }

  /** The tokens of a normalized text. */
  public List<String> tokens(String normalized) {
    String text = normalized.strip();
    if (text.isEmpty()) {
      return List.of();
    }
    return switch (this) {
      case WORD -> List.of(Symbols.SPACES.split(text, -1));
      case CHARACTER ->
          text.codePoints()
              .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
              .mapToObj(Character::toString)
              .toList();
    };
  }
}
