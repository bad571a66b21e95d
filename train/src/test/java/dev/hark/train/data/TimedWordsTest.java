package dev.hark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.audio.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times of words after their recordings were joined and changed. */
class TimedWordsTest {
  private static final int HZ = 16_000;
  private static final double TONE_SECONDS = 0.3;

  @TempDir private Path folder;

  @Test
  void joinedAndChangedWordsAreWhereTheirTimesSay() throws IOException {
    DataMixture mixture = mixture(MixtureSettings.STANDARD.withJoinProbability(0.7)).withTimes();
    boolean joined = false;
    boolean slower = false;
    for (int i = 0; i < 40; i++) {
      TimedExample timed = mixture.timed(i, new SplittableRandom(i));
      float[] samples = timed.example().samples();
      joined |= timed.words().size() > 2;
      slower |= timed.words().getFirst().end() - timed.words().getFirst().start() > 0.31;
      double inside = 0;
      double seconds = 0;
      for (TimedWord word : timed.words()) {
        assertThat(word.end() - word.start()).isBetween(TONE_SECONDS / 1.151, TONE_SECONDS / 0.849);
        inside += energy(samples, word.start(), word.end());
        seconds += word.end() - word.start();
      }
      double all = (double) samples.length / HZ;
      double outside = (energy(samples, 0, all) - inside) / (all - seconds);
      // Noise may be as loud as the speech on average, which the pauses make quieter.
      assertThat(inside / seconds).as("example %d", i).isGreaterThan(1.2 * outside);
    }
    assertThat(joined).isTrue();
    assertThat(slower).isTrue();
  }

  @Test
  void withoutChangesTheTimesAreExact() throws IOException {
    DataMixture mixture =
        mixture(MixtureSettings.STANDARD.withAugmentShare(0).withJoinProbability(1)).withTimes();
    for (int i = 0; i < 10; i++) {
      TimedExample timed = mixture.timed(i, new SplittableRandom(i));
      assertThat(timed.words()).hasSize(4);
      assertThat(said(timed)).isEqualTo(timed.example().text());
      for (TimedWord word : timed.words()) {
        double edge = 0.004;
        assertThat(energy(timed.example().samples(), word.start() - 0.02, word.start() - edge))
            .isLessThan(
                energy(timed.example().samples(), word.start() + edge, word.start() + 0.02) / 20);
        assertThat(energy(timed.example().samples(), word.end() + edge, word.end() + 0.02))
            .isLessThan(
                energy(timed.example().samples(), word.end() - 0.02, word.end() - edge) / 20);
      }
    }
  }

  @Test
  void aManifestWithoutTimesIsRefused() throws IOException {
    DataMixture mixture = mixture(MixtureSettings.STANDARD);
    Path plain = folder.resolve("plain.jsonl");
    Files.writeString(
        plain,
        "{\"audio\": \"0.wav\", \"text\": \"language English<asr_text>a b\", \"voice\": \"v\"}\n");
    assertThat(mixture.size()).isEqualTo(6);
    DataMixture untimed =
        DataMixture.open(
            List.of(new WeightedManifest(plain, 1)), MixtureSettings.STANDARD, _ -> {});
    assertThatThrownBy(untimed::withTimes)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("plain.jsonl")
        .hasMessageContaining("wanted \"words\"");
  }

  private static String said(TimedExample timed) {
    return "language English<asr_text>"
        + String.join(" ", timed.words().stream().map(TimedWord::text).toList());
  }

  /** Six recordings of one voice, two tones each, between 0.2 and 0.5 and between 0.7 and 1 s. */
  private DataMixture mixture(MixtureSettings settings) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      float[] samples = new float[HZ * 5 / 4];
      for (int from : new int[] {HZ / 5, HZ * 7 / 10}) {
        float[] tone = Tones.sine(500 + 100 * i, TONE_SECONDS);
        System.arraycopy(tone, 0, samples, from, tone.length);
      }
      Wav.write(folder.resolve(i + ".wav"), samples);
      lines.add(
          """
          {"audio": "%d.wav", "text": "language English<asr_text>a%1$d b%1$d", "voice": "v",\
           "words": [{"text": "a%1$d", "start": 0.2, "end": 0.5},\
           {"text": "b%1$d", "start": 0.7, "end": 1.0}]}\
          """
              .formatted(i));
    }
    Path manifest = folder.resolve("tones.jsonl");
    Files.write(manifest, lines);
    return DataMixture.open(List.of(new WeightedManifest(manifest, 1)), settings, _ -> {});
  }

  private static double energy(float[] samples, double from, double to) {
    double sum = 0;
    for (int i = (int) Math.max(0, from * HZ); i < Math.min(samples.length, to * HZ); i++) {
      sum += (double) samples[i] * samples[i];
    }
    return sum;
  }
}
