package dev.hark.train.synth;

import dev.hark.train.data.TimedWord;
import dev.hark.train.synth.EspeakLibrary.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When the words of a phrase are said, from what espeak-ng did: a word lasts from its first
 * phoneme, or from the end of the word before it if there is no pause between them, to the pause or
 * the word behind it.
 */
final class EspeakTimes {
  private static final double MILLIS = 1000;

  private final List<String> texts;
  private final int[] starts;
  private final int[] ends;
  private int current = -1;
  private boolean speaking;

  private EspeakTimes(List<String> texts) {
    this.texts = texts;
    this.starts = filled(texts.size());
    this.ends = filled(texts.size());
  }

  private static int[] filled(int size) {
    int[] unknown = new int[size];
    Arrays.fill(unknown, -1);
    return unknown;
  }

  /**
   * The times; empty if espeak-ng did not say every word by itself, one after the other.
   *
   * @param words the transcript's
   * @param spoken what espeak-ng was given for each, joined by single spaces
   */
  static List<TimedWord> of(List<String> words, List<String> spoken, List<Event> events) {
    EspeakTimes times = new EspeakTimes(words);
    int boundary = -1; // where a word began that has no phoneme yet
    for (Event event : events) {
      switch (event.kind()) {
        case WORD -> boundary = event.millis();
        case PHONEME -> {
          if (event.phoneme().startsWith("_")) {
            times.pause(event.millis());
          } else {
            int word = word(spoken, event.character());
            if (word < times.current || word < 0) {
              return List.of();
            }
            times.say(word, boundary >= 0 ? boundary : event.millis(), event.millis());
            boundary = -1;
          }
        }
        case END -> times.pause(event.millis());
      }
    }
    return times.words();
  }

  private void pause(int millis) {
    if (speaking) {
      ends[current] = millis;
      speaking = false;
    }
  }

  private void say(int word, int boundary, int millis) {
    if (word != current) {
      int start = speaking ? boundary : millis;
      pause(start);
      starts[word] = start;
      current = word;
    }
    speaking = true;
  }

  private List<TimedWord> words() {
    List<TimedWord> words = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      if (starts[i] < 0 || ends[i] <= starts[i]) {
        return List.of();
      }
      words.add(new TimedWord(texts.get(i), starts[i] / MILLIS, ends[i] / MILLIS));
    }
    return words;
  }

  /** Which word a character of the text belongs to; -1 for none. */
  private static int word(List<String> spoken, int character) {
    int from = 0;
    for (int i = 0; i < spoken.size(); i++) {
      int to = from + spoken.get(i).length();
      if (character >= from && character < to) {
        return i;
      }
      from = to + 1;
    }
    return -1;
  }
}
