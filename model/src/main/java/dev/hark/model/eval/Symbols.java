package dev.hark.model.eval;

import java.text.Normalizer;
import java.util.Map;
import java.util.regex.Pattern;

/** The cleaning of symbols that both normalizers share. */
final class Symbols {
  static final Pattern SPACES = Pattern.compile("[\\s\\h]+");
  private static final Pattern IN_BRACKETS = Pattern.compile("[<\\[][^>\\]]*[>\\]]");
  private static final Pattern IN_PARENTHESES = Pattern.compile("\\([^)]+?\\)");

  /** Letters that NFKD leaves whole although they are read as others. */
  private static final Map<Integer, String> LETTERS =
      Map.ofEntries(
          Map.entry((int) 'œ', "oe"),
          Map.entry((int) 'Œ', "OE"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'Ø', "O"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'Æ', "AE"),
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'ẞ', "SS"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'Đ', "D"),
          Map.entry((int) 'ð', "d"),
          Map.entry((int) 'Ð', "D"),
          Map.entry((int) 'þ', "th"),
          Map.entry((int) 'Þ', "th"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'Ł', "L"));

  private Symbols() {}

  /** {@code text} without what stands in {@code <>}, {@code []} and {@code ()}. */
  static String dropAsides(String text) {
    return IN_PARENTHESES.matcher(IN_BRACKETS.matcher(text).replaceAll("")).replaceAll("");
  }

  /** Composed form with marks, symbols and punctuation as spaces; marks stay if asked for. */
  static String clean(String text, boolean keepMarks) {
    StringBuilder clean = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKC)
        .codePoints()
        .forEach(c -> clean.appendCodePoint(isSymbol(c) || (!keepMarks && isMark(c)) ? ' ' : c));
    return clean.toString();
  }

  /** Decomposed form without diacritics, symbols as spaces except those in {@code kept}. */
  static String cleanDiacritics(String text, String kept) {
    StringBuilder clean = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKD)
        .codePoints()
        .forEach(c -> {
          if (kept.indexOf(c) >= 0) {
            clean.appendCodePoint(c);
          } else if (LETTERS.containsKey(c)) {
            clean.append(LETTERS.get(c));
          } else if (isSymbol(c) || isMark(c)) {
            clean.append(Character.getType(c) == Character.NON_SPACING_MARK ? "" : " ");
          } else {
            clean.appendCodePoint(c);
          }
        });
    return clean.toString();
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isSymbol(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL,
          Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }
}
