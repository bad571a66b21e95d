package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Precision;
import dev.hark.model.GoldenModels;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Encoder, prefill and greedy decoding in 32-bit floats against the reference implementation. */
class GoldenNetworksTest {
  private static final double ENCODER_TOLERANCE = 1e-4;
  private static final double LOGIT_TOLERANCE = 1.5e-4;

  @ParameterizedTest
  @ValueSource(strings = {"original", "hf"})
  void encoderAgreesOnEveryClip(String layout) {
    JsonNode vectors = TinyAsr.JSON.readTree(TinyAsr.VECTORS.resolve("encoder.json"));
    try (TinyAsr model = open(layout)) {
      for (Map.Entry<String, JsonNode> clip : vectors.get("clips").properties()) {
        float[] encoded = model.encode(TinyAsr.samples(clip.getKey()));
        float[] expected = TinyAsr.array(TinyAsr.VECTORS, clip.getValue().get("output"));
        assertThat(largestDifference(encoded, expected))
            .as("encoder output of %s", clip.getKey())
            .isLessThan(ENCODER_TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"original", "hf"})
  void prefillAndGreedyDecodingAgreeOnEveryCase(String layout) {
    try (TinyAsr model = open(layout)) {
      for (JsonNode item : TinyAsr.cases()) {
        String name = item.get("case").asString();
        float[] audio = model.encode(TinyAsr.samples(item.get("clip").asString()));
        float[] prompt =
            model.prompt(
                item.get("prompt_ids_before_audio"), audio, item.get("prompt_ids_after_audio"));
        int time = prompt.length / model.plan.text().hiddenSize();
        assertThat(time).as(name).isEqualTo(item.get("prompt_length").asInt());
        model.decoder.truncate(0, 0);
        float[] scores = model.decoder.extend(0, prompt, new int[] {time - 1}, model.options);
        int[] ids = TinyAsr.ints(item.get("top50_ids"));
        for (int i = 0; i < ids.length; i++) {
          assertThat((double) scores[ids[i]])
              .as("%s: logit of %d", name, ids[i])
              .isCloseTo(
                  item.get("top50_logits").get(i).asDouble(),
                  org.assertj.core.data.Offset.offset(LOGIT_TOLERANCE));
        }
        if (item.has("full_logits")) {
          assertThat(
                  largestDifference(
                      scores, TinyAsr.array(TinyAsr.VECTORS, item.get("full_logits"))))
              .as("%s: all logits", name)
              .isLessThan(LOGIT_TOLERANCE);
        }
        assertThat(greedy(model, scores, item.get("max_new_tokens").asInt()))
            .as("%s: greedy ids", name)
            .isEqualTo(IntStream.of(TinyAsr.ints(item.get("generated_ids"))).boxed().toList());
      }
    }
  }

  static List<Integer> greedy(TinyAsr model, float[] firstScores, int limit) {
    List<Integer> ids = new ArrayList<>();
    FloatBuffer scores = FloatBuffer.wrap(firstScores);
    while (ids.size() < limit) {
      int id = TinyAsr.argmax(scores, 0, model.decoder.classes());
      ids.add(id);
      if (id == 151645 || id == 151643) {
        break;
      }
      float[] embedding = new float[model.plan.text().hiddenSize()];
      model.embed(new int[] {id}, embedding, 0);
      scores = model.decoder.step(1, embedding, model.options);
    }
    return ids;
  }

  private static TinyAsr open(String layout) {
    return new TinyAsr(layout.equals("hf") ? GoldenModels.ASR_HF : GoldenModels.ASR, Precision.F32);
  }

  static double largestDifference(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs((double) actual[i] - expected[i]));
    }
    return largest;
  }
}
