package dev.hark.train.synth;

import dev.hark.train.synth.Voice.Program;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A clip before it is made; a function of the seed, the index and the voices alone.
 *
 * @param label what it is about, for its file name
 * @param utterance what is said; empty for a clip without speech
 * @param splice clips of the same name here may be joined to strings; empty for none
 * @param seed of everything that is drawn later: levels, pauses, noise
 */
record PlannedClip(
    int index, String label, Optional<Utterance> utterance, String splice, long seed) {
  static PlannedClip of(SynthSettings settings, Voices voices, int index) {
    SplittableRandom random = new SplittableRandom(settings.seed() * 0x9e3779b97f4a7c15L + index);
    random.nextLong();
    if (settings.words().isPresent()) {
      Phrase phrase = settings.words().get().phrase(random);
      return spoken(index, WordList.LABEL, phrase, voices.english(random), "", random);
    }
    Topic topic = Topic.choose(settings.topics(), random);
    if (topic == Topic.NONE) {
      return new PlannedClip(index, topic.label(), Optional.empty(), "", random.nextLong());
    }
    Phrase phrase = topic.phrase(random);
    Voice voice = topic == Topic.MANDARIN ? voices.mandarin(random) : voices.english(random);
    String splice = topic.spliced() ? topic.label() + " " + voice.label() : "";
    return spoken(index, topic.label(), phrase, voice, splice, random);
  }

  private static PlannedClip spoken(
      int index, String label, Phrase phrase, Voice voice, String splice, SplittableRandom random) {
    double fastest = voice.program() == Program.ESPEAK ? 1.55 : 1.3;
    double rate = random.nextDouble(0.7, fastest);
    double pitch = random.nextDouble(0.15, 0.9);
    int gap = random.nextInt(3) == 0 ? random.nextInt(300) : 0;
    return new PlannedClip(
        index,
        label,
        Optional.of(new Utterance(phrase, voice, rate, pitch, gap)),
        splice,
        random.nextLong());
  }
}
