package dev.hark.engine.align;

import java.util.List;

/**
 * The Korean rule: each piece between white space is cut behind its longest prefix that a
 * dictionary knows, so that a particle or ending becomes a unit of its own.
 *
 * <p>Pieces of one or two characters stay whole, and so does a piece without a known prefix of at
 * least two characters. The cut is made before punctuation is removed. Model spec section 9.1.
 */
final class KoreanWords implements WordSplitter {
  private final KoreanDictionary dictionary;

  KoreanWords(KoreanDictionary dictionary) {
    this.dictionary = dictionary;
  }

  @Override
  public List<AlignmentUnit> split(String text) {
    UnitBuilder units = new UnitBuilder();
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      if (Characters.isSpace(codePoint)) {
        i += Character.charCount(codePoint);
        continue;
      }
      int end = pieceEnd(text, i);
      int cut = i + longestPrefix(text.substring(i, end));
      units.addAll(text, i, cut);
      units.close();
      units.addAll(text, cut, end);
      units.close();
      i = end;
    }
    return units.build();
  }

  private static int pieceEnd(String text, int from) {
    int end = from;
    while (end < text.length() && !Characters.isSpace(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  /** Length in {@code char}s of the first unit of a piece; the whole piece when it is not cut. */
  private int longestPrefix(String piece) {
    if (piece.codePointCount(0, piece.length()) <= 2) {
      return piece.length();
    }
    int shortest = piece.offsetByCodePoints(0, 2);
    for (int end = piece.length(); end >= shortest; end = piece.offsetByCodePoints(end, -1)) {
      if (dictionary.contains(piece.substring(0, end))) {
        return end;
      }
    }
    return piece.length();
  }
}
