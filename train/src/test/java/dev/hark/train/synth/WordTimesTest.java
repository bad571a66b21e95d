package dev.hark.train.synth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.train.data.TimedWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** When words are said, as the synthesisers tell, against what is heard. */
class WordTimesTest {
  private static final int HZ = 16_000;
  private static final Espeak ESPEAK = new Espeak(Path.of("espeak-ng"));

  @Test
  void theLibrarySaysSampleForSampleWhatTheProgramSays() {
    EspeakLibrary library = EspeakLibrary.find().orElseThrow();
    for (String voice :
        List.of("en-us+Alicia", "en-gb+whisper", "en-us+klatt2", "en-gb-scotland+f4")) {
      Utterance utterance = utterance(voice, 0, "turn", "on", "the", "kitchen", "light");
      assertThat(ESPEAK.timed(library, utterance).samples())
          .as(voice)
          .isEqualTo(ESPEAK.untimed(utterance).samples());
    }
  }

  @Test
  void theWordsOfEspeakCoverWhatIsHeardAndNothingElse() {
    List<Speech> all = new ArrayList<>();
    for (String voice : List.of("en-us+Alicia", "en-gb+m3", "en-029+f2")) {
      all.addAll(ESPEAK.say(List.of(utterance(voice, 0, "seven", "nine", "zero", "five"))));
      all.addAll(ESPEAK.say(List.of(utterance(voice, 200, "wake", "me", "at", "six", "o'clock"))));
    }
    for (Speech speech : all) {
      assertThat(speech.words()).hasSizeBetween(4, 5);
      Speech finished = ClipFinish.apply(speech, new SplittableRandom(3));
      for (Speech heard : List.of(speech, finished)) {
        double inside = 0;
        for (TimedWord word : heard.words()) {
          double energy = energy(heard.samples(), word.start(), word.end());
          assertThat(energy).as("energy of %s", word).isPositive();
          inside += energy;
        }
        double seconds = heard.samples().length / (double) HZ;
        assertThat(inside / energy(heard.samples(), 0, seconds)).isGreaterThan(0.98);
      }
    }
  }

  @Test
  void aPauseBetweenWordsBelongsToNeither() {
    Speech speech = ESPEAK.say(List.of(utterance("en-us", 250, "one", "two", "three"))).getFirst();
    for (int i = 1; i < 3; i++) {
      double end = speech.words().get(i - 1).end();
      double start = speech.words().get(i).start();
      assertThat(start - end).isGreaterThan(0.2);
      double loudest = energy(speech.samples(), end - 0.1, end);
      assertThat(energy(speech.samples(), end + 0.06, start - 0.01)).isLessThan(loudest / 100);
    }
  }

  @Test
  void wordsThatEspeakSaysAsOneGetNoTimes() {
    List<EspeakLibrary.Event> events =
        List.of(
            new EspeakLibrary.Event(EspeakLibrary.Kind.WORD, 0, 0, ""),
            new EspeakLibrary.Event(EspeakLibrary.Kind.PHONEME, 0, 20, "V"),
            new EspeakLibrary.Event(EspeakLibrary.Kind.END, 0, 300, ""));
    assertThat(EspeakTimes.of(List.of("of", "the"), List.of("of", "the"), events)).isEmpty();
    assertThat(EspeakTimes.of(List.of("of"), List.of("of"), events))
        .containsExactly(new TimedWord("of", 0.02, 0.3));
  }

  @Test
  void theSoundsOfFliteAreDealtOutToTheWords() {
    String timed =
        "pau:0.2 dh:0.3 ax:0.4 s:0.5 eh:0.6 v:0.7 ax:0.8 n:0.9 pau:1.0 b:1.1 iy:1.3 pau:1.5";
    List<List<String>> alone =
        List.of(List.of("dh", "iy"), List.of("s", "eh", "v", "ax", "n"), List.of("b", "iy"));
    assertThat(FliteTimes.of(List.of("the", "seven", "b"), alone, timed))
        .containsExactly(
            new TimedWord("the", 0.2, 0.4),
            new TimedWord("seven", 0.4, 0.9),
            new TimedWord("b", 1.0, 1.3));
    assertThat(FliteTimes.of(List.of("the", "eleven"), alone.subList(0, 2), timed)).isEmpty();
    assertThat(FliteTimes.sounds("pau s eh v ax n pau \n"))
        .containsExactly("s", "eh", "v", "ax", "n");
  }

  @Test
  void timesMoveWithTheSilenceThatIsCutAndAdded() {
    float[] samples = new float[HZ];
    for (int i = HZ / 4; i < HZ / 2; i++) {
      samples[i] = 0.5f;
    }
    Speech speech = new Speech(samples, List.of(new TimedWord("a", 0.25, 0.5)));
    Speech finished = ClipFinish.apply(speech, new SplittableRandom(11));
    int first = 0;
    while (finished.samples()[first] == 0) {
      first++;
    }
    TimedWord word = finished.words().getFirst();
    assertThat(word.start()).isCloseTo(first / (double) HZ, Offset.offset(1e-9));
    assertThat(word.end() - word.start()).isCloseTo(0.25, Offset.offset(1e-9));
  }

  private static Utterance utterance(String voice, int gapMillis, String... words) {
    Phrase phrase = new Phrase("English", List.of(words), List.of(words));
    return new Utterance(phrase, new Voice(Voice.Program.ESPEAK, voice), 1, 0.5, gapMillis);
  }

  private static double energy(float[] samples, double from, double to) {
    double sum = 0;
    for (int i = (int) (from * HZ); i < Math.min(samples.length, to * HZ); i++) {
      sum += (double) samples[i] * samples[i];
    }
    return sum;
  }
}
