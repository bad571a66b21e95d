package dev.hark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hark.audio.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataMixtureTest {
  private static final List<String> WORDS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  @TempDir private Path folder;

  /** Each digit of each speaker is a tone of its own: 400 Hz, 600 Hz and so on. */
  @BeforeEach
  void recordings() throws IOException {
    for (String speaker : List.of("ann", "bob")) {
      for (int digit = 0; digit < 10; digit++) {
        Wav.write(
            folder.resolve(digit + "_" + speaker + "_0.wav"), Tones.sine(400 + 200 * digit, 0.3));
      }
    }
  }

  @Test
  void anExampleDependsOnItsIndexAndSeedAlone() throws IOException {
    DataMixture forwards = mixture(1);
    DataMixture backwards = mixture(1);
    List<Example> first = IntStream.range(0, 30).mapToObj(i -> at(forwards, i)).toList();
    for (int i = 29; i >= 0; i--) {
      Example again = at(backwards, i);
      assertThat(again.text()).isEqualTo(first.get(i).text());
      assertThat(again.samples()).containsExactly(first.get(i).samples());
    }
  }

  @Test
  void whatIsSplicedIsWhatTheTextSays() throws IOException {
    DataMixture mixture = mixture(0);
    Set<Integer> lengths = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      Example example = at(mixture, i);
      List<String> said =
          List.of(example.text().substring(example.text().indexOf('>') + 1).split(" "));
      assertThat(Tones.heard(example.samples(), said.size() + 5).stream().map(WORDS::get))
          .isEqualTo(said);
      lengths.add(said.size());
    }
    assertThat(lengths).hasSizeGreaterThan(6);
  }

  @Test
  void recordingsAreChangedAsOftenAsAsked() throws IOException {
    for (double share : new double[] {0, 0.3, 1}) {
      DataMixture mixture = mixture(share);
      long changed =
          IntStream.range(0, 400)
              .mapToObj(i -> at(mixture, i))
              .filter(example -> !Arrays.equals(example.samples(), example.clean()))
              .count();
      assertThat(changed / 400.0).as("share %s", share).isCloseTo(share, within(0.08));
    }
    assertThatThrownBy(() -> MixtureSettings.STANDARD.withAugmentShare(1.5))
        .hasMessage("augment-share is 1.5, wanted 0 to 1");
  }

  @Test
  void everyRecordingComesOnceARound() {
    for (int size : List.of(1, 2, 7, 1000)) {
      List<Integer> one = order(size, 0);
      List<Integer> two = order(size, 1);
      assertThat(one)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, size).boxed().toList());
      assertThat(two).containsExactlyInAnyOrderElementsOf(one);
      if (size == 1000) {
        assertThat(two).isNotEqualTo(one);
      }
    }
  }

  @Test
  void speakersCanBeLeftOut() throws IOException {
    DigitRecordings all = DigitRecordings.in(folder);
    Path manifest = folder.resolve("ann.jsonl");
    all.of(Set.of("ann")).writeManifest(manifest);
    assertThat(Manifest.read(manifest, Manifest.LONGEST).strict().entries())
        .hasSize(10)
        .allMatch(entry -> entry.voice().equals("ann"));
    assertThatThrownBy(() -> all.of(Set.of("eve"))).hasMessageContaining("[ann, bob]");
  }

  @Test
  void evaluationStringsAreTheSameForTheSameSeed() throws IOException {
    DigitRecordings all = DigitRecordings.in(folder);
    for (String name : List.of("x", "y")) {
      all.writeStrings(folder.resolve(name), 6, 5);
    }
    try (Stream<Path> files = Files.list(folder.resolve("x"))) {
      List<Path> made = files.toList();
      assertThat(made).hasSize(12);
      for (Path file : made) {
        assertThat(folder.resolve("y").resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }

  private DataMixture mixture(double augmentShare) throws IOException {
    Path manifest = folder.resolve("digits.jsonl");
    DigitRecordings.in(folder).writeManifest(manifest);
    return DataMixture.open(
        List.of(new WeightedManifest(manifest, 2)),
        MixtureSettings.STANDARD.withAugmentShare(augmentShare),
        problem -> {});
  }

  private static Example at(DataMixture mixture, int index) {
    return mixture.example(index, new SplittableRandom(index));
  }

  private static List<Integer> order(int size, long round) {
    return IntStream.range(0, size).map(i -> Shuffle.at(i, size, round)).boxed().toList();
  }
}
