package dev.hark.engine.align;

import java.util.ArrayList;
import java.util.List;

/**
 * The way back from the units an aligner was asked about to the transcript they came from.
 *
 * <p>Every visible character of a transcript belongs to exactly one word. Between two units,
 * punctuation that touches a unit stays with it. A mark between two spaces goes to the unit before
 * it, and so does punctuation between units without a space (Chinese, Japanese), except for what
 * opens something: brackets, opening quotes, inverted marks and currency signs go to the unit
 * behind.
 */
public final class TranscriptWords {
  private TranscriptWords() {}

  /**
   * The words of a transcript, one for each unit.
   *
   * @param transcript the text the units were split from
   * @param units its units, in order and without overlap
   * @return as many words as units; none when the transcript has no letter or digit
   */
  public static List<TranscriptWord> of(String transcript, List<AlignmentUnit> units) {
    List<TranscriptWord> words = new ArrayList<>(units.size());
    int from = 0;
    for (int i = 0; i < units.size(); i++) {
      boolean last = i + 1 == units.size();
      int to =
          last
              ? transcript.length()
              : border(transcript, units.get(i).end(), units.get(i + 1).start());
      words.add(strip(transcript, from, to));
      from = to;
    }
    return words;
  }

  /** Where in the gap [from, to) between two units the second word begins. */
  private static int border(String text, int from, int to) {
    int firstSpace = from;
    while (firstSpace < to && !Characters.isSpace(text.codePointAt(firstSpace))) {
      firstSpace += Character.charCount(text.codePointAt(firstSpace));
    }
    if (firstSpace == to) {
      return openingFrom(text, from, to);
    }
    int lastSpace = to;
    while (!Characters.isSpace(text.codePointBefore(lastSpace))) {
      lastSpace -= Character.charCount(text.codePointBefore(lastSpace));
    }
    return openingFrom(text, firstSpace, lastSpace);
  }

  /** The start of the opening marks and spaces that end the gap [from, to). */
  private static int openingFrom(String text, int from, int to) {
    int border = to;
    while (border > from) {
      int codePoint = text.codePointBefore(border);
      if (!Characters.isSpace(codePoint) && !opens(text, codePoint, border - 1)) {
        break;
      }
      border -= Character.charCount(codePoint);
    }
    return border;
  }

  private static boolean opens(String text, int codePoint, int index) {
    return switch (Character.getType(codePoint)) {
      case Character.START_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.CURRENCY_SYMBOL ->
          true;
      default ->
          codePoint == 0xBF
              || codePoint == 0xA1
              || (codePoint == '"'
                  && text.substring(0, index).chars().filter(c -> c == '"').count() % 2 == 0);
    };
  }

  private static TranscriptWord strip(String text, int from, int to) {
    int start = from;
    while (start < to && Characters.isSpace(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    int end = to;
    while (end > start && Characters.isSpace(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return new TranscriptWord(text.substring(start, end), start, end);
  }
}
