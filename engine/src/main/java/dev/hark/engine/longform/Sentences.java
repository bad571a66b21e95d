package dev.hark.engine.longform;

import dev.hark.engine.Segment;
import dev.hark.engine.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a text with timed words into sentences, also where the speaker paused for long. */
public final class Sentences {
  private static final Duration LONG_PAUSE = Duration.ofSeconds(2);
  private static final String ENDS = ".!?\u3002\uFF01\uFF1F\uFF61\u2026\u0964\u061F";
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St.", "Sr.", "Jr.", "vs.", "No.", "Nr.", "z.B.");

  private Sentences() {}

  /**
   * The sentences of a text.
   *
   * @param words all words of the text in order, as they stand in it
   */
  public static List<Segment> split(String text, String language, List<Word> words) {
    List<Segment> segments = new ArrayList<>();
    int from = 0; // first word of the sentence
    int textFrom = 0; // where the sentence starts in the text
    int at = 0;
    for (int i = 0; i < words.size(); i++) {
      at = text.indexOf(words.get(i).text(), at) + words.get(i).text().length();
      boolean last = i + 1 == words.size();
      if (last || endsSentence(words.get(i), words.get(i + 1))) {
        int textTo = last ? text.length() : at;
        segments.add(
            new Segment(
                words.get(from).start(),
                words.get(i).end(),
                text.substring(textFrom, textTo).strip(),
                language,
                words.subList(from, i + 1)));
        from = i + 1;
        textFrom = textTo;
      }
    }
    return segments;
  }

  private static boolean endsSentence(Word word, Word next) {
    if (next.start().minus(word.end()).compareTo(LONG_PAUSE) >= 0) {
      return true;
    }
    String text = word.text();
    int end = text.length();
    while (end > 0 && isClosing(text.charAt(end - 1))) {
      end--;
    }
    if (end == 0 || ENDS.indexOf(text.charAt(end - 1)) < 0) {
      return false;
    }
    boolean initial = end == 2 && Character.isUpperCase(text.charAt(0));
    return text.charAt(end - 1) != '.'
        || !(initial || ABBREVIATIONS.contains(text) || startsLower(next.text()));
  }

  /** Quotes, brackets and dashes that may stand behind the mark that ends a sentence. */
  private static boolean isClosing(char c) {
    return !Character.isLetterOrDigit(c) && ENDS.indexOf(c) < 0;
  }

  private static boolean startsLower(String text) {
    return text.codePoints()
        .filter(Character::isLetterOrDigit)
        .limit(1)
        .anyMatch(Character::isLowerCase);
  }
}
