package dev.hark.engine.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.Precision;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.model.GoldenModels;
import dev.hark.model.ModelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AlignerNetworkTest {
  @TempDir static Path cache;

  @Test
  void goldenCasesGiveTheSameIdsClassesAndTimes() {
    try (ModelRuntime runtime = ModelRuntime.open(GoldenModels.ALIGNER, options())) {
      AlignerNetwork network = AlignerNetwork.of(runtime);
      List<JsonNode> cases = GoldenLines.read("tiny-aligner/vectors/cases.jsonl");
      assertThat(cases).hasSize(8);
      for (JsonNode vector : cases) {
        String name = vector.get("case").stringValue();
        float[] samples = samples(vector.get("clip").stringValue());
        List<int[]> words =
            GoldenLines.strings(vector.get("words")).stream().map(network::wordIds).toList();
        int[] ids = network.inputIds(samples.length, words);

        assertThat(ids).as("ids of %s", name).hasSize(vector.get("sequence_length").intValue());
        assertThat(ids)
            .as("ids of %s", name)
            .startsWith(GoldenLines.ints(vector.get("ids_before_audio")))
            .endsWith(GoldenLines.ints(vector.get("ids_after_audio")));
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
    try (ModelRuntime runtime = ModelRuntime.open(GoldenModels.ASR, options())) {
      assertThatThrownBy(() -> AlignerNetwork.of(runtime))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("no forced aligner");
    }
  }

  @Test
  void moreWordsThanPositionsAreRefused() {
    try (ModelRuntime runtime = ModelRuntime.open(GoldenModels.ALIGNER, options())) {
      AlignerNetwork network = AlignerNetwork.of(runtime);
      int[] word = new int[network.wordPositions(16_000) - 1];
      int[] ids = network.inputIds(16_000, List.of(word));

      assertThatThrownBy(() -> network.classes(new float[16_000], ids))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("align shorter parts");
    }
  }

  private static EngineOptions options() {
    return EngineOptions.create()
        .withPrecision(Precision.F32)
        .withThreads(2)
        .withBatchSize(1)
        .withCacheFolder(cache);
  }

  private static float[] samples(String clip) {
    return AudioReader.create()
        .readAll(AudioSource.of(GoldenModels.golden("clips/" + clip + ".wav")));
  }
}
