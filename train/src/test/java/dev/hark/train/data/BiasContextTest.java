package dev.hark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.audio.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BiasContextTest {
  private static final List<String> TEXTS =
      List.of("alpha bravo", "charlie delta echo", "foxtrot", "golf hotel india juliet kilo lima");
  private static final Set<String> WORDS =
      new HashSet<>(List.of(String.join(" ", TEXTS).split(" ")));

  @TempDir private Path folder;

  @BeforeEach
  void manifest() throws IOException {
    Wav.write(folder.resolve("a.wav"), Tones.sine(500, 0.3));
    StringBuilder lines = new StringBuilder();
    for (String text : TEXTS) {
      lines.append("{\"audio\": \"a.wav\", \"text\": \"language English<asr_text>");
      lines.append(text).append("\"}\n");
    }
    lines.append("{\"audio\": \"a.wav\", \"text\": \"language None<asr_text>\"}\n");
    lines.append("{\"audio\": \"a.wav\", \"text\": \"language Chinese<asr_text>一二三四\"}\n");
    Files.writeString(folder.resolve("m.jsonl"), lines);
    Files.writeString(
        folder.resolve("prompted.jsonl"),
        "{\"audio\": \"a.wav\", \"prompt\": \"A call.\","
            + " \"text\": \"language English<asr_text>alpha bravo\"}\n");
  }

  @Test
  void aShareOfContextsListsWordsOfTheTextAmongOthers() {
    DataMixture mixture = mixture("m.jsonl", 0.5);
    int listed = 0;
    int withOwn = 0;
    int withOthers = 0;
    int spoken = 0;
    for (int i = 0; i < 600; i++) {
      Example example = mixture.example(i, new SplittableRandom(i));
      if (example.context().isEmpty()) {
        continue;
      }
      listed++;
      List<String> words = List.of(example.context().split(", "));
      assertThat(words).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(15);
      String text = example.text().substring(example.text().indexOf('>') + 1);
      Set<String> own = new HashSet<>(Arrays.asList(text.split(" ")));
      if (example.text().startsWith("language English")) {
        spoken++;
        assertThat(WORDS).containsAll(words);
        withOwn += words.stream().anyMatch(own::contains) ? 1 : 0;
        withOthers += words.stream().anyMatch(word -> !own.contains(word)) ? 1 : 0;
        assertThat(words.stream().filter(own::contains)).hasSizeLessThanOrEqualTo(3);
      } else if (example.text().startsWith("language Chinese")) {
        assertThat(words).allMatch(word -> List.of("一二", "三四").contains(word));
      }
    }
    assertThat(listed).isBetween(250, 350);
    assertThat(withOwn).isBetween(spoken * 65 / 100, spoken * 85 / 100);
    assertThat(withOthers).isGreaterThan(spoken * 80 / 100);
  }

  @Test
  void wordsStandBelowTheManifestsPromptAndChangeNothingElse() {
    DataMixture plain = mixture("prompted.jsonl", 0);
    DataMixture biased = mixture("prompted.jsonl", 1);
    for (int i = 0; i < 20; i++) {
      Example without = plain.example(i, new SplittableRandom(i));
      Example with = biased.example(i, new SplittableRandom(i));
      assertThat(without.context()).isEqualTo("A call.");
      assertThat(with.context()).matches("A call\\.(\n(alpha|bravo)(, (alpha|bravo))?)?");
      assertThat(with.samples()).containsExactly(without.samples());
      assertThat(with.text()).isEqualTo(without.text());
      assertThat(biased.example(i, new SplittableRandom(i)).context()).isEqualTo(with.context());
    }
  }

  @Test
  void aShareIsFromNoughtToOne() {
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> MixtureSettings.STANDARD.withBiasShare(wrong))
          .hasMessageContaining("bias-share is " + wrong + ", wanted 0 to 1");
    }
  }

  private DataMixture mixture(String manifest, double share) {
    return DataMixture.open(
        List.of(new WeightedManifest(folder.resolve(manifest), 1)),
        MixtureSettings.STANDARD.withJoinProbability(0).withBiasShare(share),
        _ -> {});
  }
}
