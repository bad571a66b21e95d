package dev.hark.engine;

import dev.hark.engine.longform.Sentences;
import java.util.List;

/**
 * A transcript whose words have times.
 *
 * @param text the transcript, in Unicode's composed form (NFC)
 * @param words its words in order; together they hold every visible character of the text, if it
 *     has a letter or digit at all
 * @param units what the model was asked about for each word: its letters and digits
 * @param inputIds what the model was given, window after window of long audio
 * @param classes what it answered: two time classes for each of the words it was asked about
 */
public record Alignment(
    String text,
    List<Word> words,
    List<String> units,
    List<Integer> inputIds,
    List<Integer> classes) {
  public Alignment {
    words = List.copyOf(words);
    units = List.copyOf(units);
    inputIds = List.copyOf(inputIds);
    classes = List.copyOf(classes);
  }

  /**
   * The text as segments, one for each sentence and also cut where the speaker paused for long.
   *
   * @param language English name of its language, empty when unknown
   */
  public List<Segment> sentences(String language) {
    return words.isEmpty() ? List.of() : Sentences.split(text, language, words);
  }
}
