package dev.hark.train.synth;

import java.util.List;
import java.util.Map;

/** Voices of festival for other languages, which say English by that language's letters. */
final class AccentedFestival implements Synthesizer {
  private final Festival festival;
  private final EnglishSounds sounds;
  private final Map<String, Accent> accents;

  /**
   * Voices with an accent.
   *
   * @param accents by the name of the voice
   */
  AccentedFestival(Festival festival, EnglishSounds sounds, Map<String, Accent> accents) {
    this.festival = festival;
    this.sounds = sounds;
    this.accents = Map.copyOf(accents);
  }

  @Override
  public List<Speech> say(List<Utterance> utterances) {
    Accent accent = accents.get(utterances.getFirst().voice().name());
    if (accent == null) {
      throw new IllegalArgumentException(utterances.getFirst().voice() + " has no accent");
    }
    Map<String, List<String>> known =
        sounds.of(
            utterances.stream().flatMap(u -> u.phrase().spoken().stream()).distinct().toList());
    return festival.say(
        utterances.stream().map(utterance -> respelled(utterance, accent, known)).toList(),
        accent.charset());
  }

  private static Utterance respelled(
      Utterance utterance, Accent accent, Map<String, List<String>> sounds) {
    Phrase phrase = utterance.phrase();
    List<String> spelled =
        phrase.spoken().stream()
            .map(word -> accent.spell(sounds.getOrDefault(word, List.of())))
            .toList();
    return new Utterance(
        new Phrase(phrase.language(), phrase.words(), spelled),
        utterance.voice(),
        utterance.rate(),
        utterance.pitch(),
        utterance.gapMillis());
  }
}
