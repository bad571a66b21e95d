package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Precision;
import dev.hark.model.GoldenModels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What quantised weights say, against the reference implementation in floats. */
class QuantizedNetworksTest {
  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"Q8", "Q4"})
  void fittedCasesGiveTheSameTokens(Precision precision) {
    List<JsonNode> fitted =
        TinyAsr.cases().stream().filter(item -> item.get("fitted").asBoolean()).toList();
    assertThat(fitted).hasSize(23);
    try (TinyAsr model = new TinyAsr(GoldenModels.ASR, precision)) {
      for (JsonNode item : fitted) {
        String name = item.get("case").asString();
        float[] audio = model.encode(TinyAsr.samples(item.get("clip").asString()));
        float[] prompt =
            model.prompt(
                item.get("prompt_ids_before_audio"), audio, item.get("prompt_ids_after_audio"));
        model.decoder.truncate(0, 0);
        int last = item.get("prompt_length").asInt() - 1;
        float[] scores = model.decoder.extend(0, prompt, new int[] {last}, model.options);
        assertThat(GoldenNetworksTest.greedy(model, scores, item.get("max_new_tokens").asInt()))
            .as("%s: greedy ids", name)
            .isEqualTo(Arrays.stream(TinyAsr.ints(item.get("generated_ids"))).boxed().toList());
      }
    }
  }
}
