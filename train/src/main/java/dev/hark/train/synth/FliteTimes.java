package dev.hark.train.synth;

import dev.hark.train.data.TimedWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * When the words of a phrase are said, from the sounds that flite says with the time each ends: the
 * sounds are dealt out to the words by what each word consists of when it is said alone. Vowels may
 * differ, for unstressed words lose theirs, consonants may not.
 */
final class FliteTimes {
  private static final String PAUSE = "pau";
  private static final Set<String> VOWELS =
      Set.of(
          "aa", "ae", "ah", "ao", "aw", "ax", "ay", "eh", "er", "ey", "ih", "iy", "ow", "oy", "uh",
          "uw");

  private record Sound(String name, double end) {}

  private FliteTimes() {}

  /**
   * The times; empty if the sounds are not those of the words one after the other.
   *
   * @param alone the sounds of each word
   * @param timed what flite writes for {@code -psdur}: {@code name:end} for each sound
   */
  static List<TimedWord> of(List<String> words, List<List<String>> alone, String timed) {
    List<Sound> sounds = new ArrayList<>();
    for (String field : timed.strip().split("\\s+", -1)) {
      int colon = field.lastIndexOf(':');
      if (colon < 0) {
        return List.of();
      }
      sounds.add(
          new Sound(field.substring(0, colon), Double.parseDouble(field.substring(colon + 1))));
    }
    List<TimedWord> times = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < words.size(); i++) {
      while (at < sounds.size() && sounds.get(at).name().equals(PAUSE)) {
        at++;
      }
      double start = at == 0 ? 0 : sounds.get(at - 1).end();
      for (String sound : alone.get(i)) {
        if (at == sounds.size() || !alike(sound, sounds.get(at).name())) {
          return List.of();
        }
        at++;
      }
      times.add(new TimedWord(words.get(i), start, at == 0 ? 0 : sounds.get(at - 1).end()));
    }
    while (at < sounds.size() && sounds.get(at).name().equals(PAUSE)) {
      at++;
    }
    return at == sounds.size() ? times : List.of();
  }

  /** The sounds in what flite writes for {@code -ps}. */
  static List<String> sounds(String written) {
    return List.of(written.strip().split("\\s+", -1)).stream()
        .filter(sound -> !sound.equals(PAUSE))
        .toList();
  }

  private static boolean alike(String a, String b) {
    return a.equals(b) || (VOWELS.contains(a) && VOWELS.contains(b));
  }
}
