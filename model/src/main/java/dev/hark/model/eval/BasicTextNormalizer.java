package dev.hark.model.eval;

import java.util.Locale;

/**
 * The normalization of the Whisper paper (appendix C) for languages other than English: lower case,
 * no asides in brackets, spaces for marks, symbols and punctuation.
 *
 * <p>Whisper's rule takes the vowel signs of Hindi, Thai and others for marks and so cuts words at
 * them; {@link #withMarksKept} leaves them in place.
 */
public final class BasicTextNormalizer implements TextNormalizer {
  private final boolean dropDiacritics;
  private final boolean keepMarks;

  private BasicTextNormalizer(boolean dropDiacritics, boolean keepMarks) {
    this.dropDiacritics = dropDiacritics;
    this.keepMarks = keepMarks;
  }

  /** The rules of Whisper as they are. */
  public static BasicTextNormalizer create() {
    return new BasicTextNormalizer(false, false);
  }

  /** These rules without diacritics: {@code é} and {@code e} count as the same. */
  public BasicTextNormalizer withoutDiacritics() {
    return new BasicTextNormalizer(true, keepMarks);
  }

  /** These rules with combining marks left in place. */
  public BasicTextNormalizer withMarksKept() {
    return new BasicTextNormalizer(dropDiacritics, true);
  }

  @Override
  public String normalize(String text) {
    String bare = Symbols.dropAsides(text.toLowerCase(Locale.ROOT));
    String clean =
        dropDiacritics ? Symbols.cleanDiacritics(bare, "") : Symbols.clean(bare, keepMarks);
    return Symbols.SPACES.matcher(clean.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }
}
