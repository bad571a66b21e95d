package dev.hark.engine.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.engine.Precision;
import dev.hark.model.GoldenModels;
import dev.hark.model.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AlignerNetworkTest {
  @TempDir static Path cache;

  @Test
  void goldenCasesGiveTheSameIdsClassesAndTimes() {
    try (AlignerNetwork network =
        AlignerNetwork.open(GoldenModels.ALIGNER, Precision.F32, cache, 2)) {
      List<JsonNode> cases = GoldenLines.read("tiny-aligner/vectors/cases.jsonl");
      assertThat(cases).hasSize(8);
      for (JsonNode vector : cases) {
        String name = vector.get("case").stringValue();
        float[] samples = samples(vector.get("clip").stringValue());
        int[] after = GoldenLines.ints(vector.get("ids_after_audio"));
        int[] ids = network.inputIds(samples.length, words(after));

        assertThat(ids).as("ids of %s", name).hasSize(vector.get("sequence_length").intValue());
        assertThat(ids).as("ids of %s", name).endsWith(after);
        int[] classes = network.classes(samples, ids);
        assertThat(classes)
            .as("classes of %s", name)
            .containsExactly(GoldenLines.ints(vector.get("argmax_class")));
        int[] raw =
            Arrays.stream(classes).map(c -> c * network.config().millisPerClass()).toArray();
        assertThat(raw)
            .as("raw times of %s", name)
            .containsExactly(GoldenLines.ints(vector.get("raw_ms")));
        assertThat(TimestampRepair.repair(raw))
            .as("times of %s", name)
            .containsExactly(GoldenLines.ints(vector.get("fixed_ms")));
      }
    }
  }

  @Test
  void recogniserIsNoAligner() {
    assertThatThrownBy(() -> AlignerNetwork.open(GoldenModels.ASR, Precision.F32, cache, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("holds no forced aligner");
  }

  @Test
  void moreWordsThanPositionsAreRefused() {
    try (AlignerNetwork network =
        AlignerNetwork.open(GoldenModels.ALIGNER, Precision.F32, cache, 1)) {
      float[] samples = new float[16_000];
      int[] word = new int[network.config().text().maxPositions()];

      assertThatThrownBy(() -> network.classes(samples, network.inputIds(16_000, List.of(word))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("align shorter parts");
    }
  }

  /** Cuts the ids behind the audio's end into words at the pairs of timestamps. */
  private static List<int[]> words(int[] after) {
    List<int[]> words = new ArrayList<>();
    int from = 1;
    for (int i = 1; i < after.length; i++) {
      if (after[i] == 151705 && after[i - 1] == 151705) {
        if (i - 1 > from) {
          words.add(Arrays.copyOfRange(after, from, i - 1));
        }
        from = i + 1;
      }
    }
    return words;
  }

  private static float[] samples(String clip) {
    return AudioReader.create()
        .readAll(AudioSource.of(GoldenModels.golden("clips/" + clip + ".wav")));
  }
}
