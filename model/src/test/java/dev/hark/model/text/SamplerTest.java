package dev.hark.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hark.model.GoldenJson;
import dev.hark.model.GoldenModels;
import dev.hark.model.text.Sampler.Candidates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class SamplerTest {
  private static final JsonNode CASE =
      GoldenJson.lines("tiny-qwen3/cases.jsonl").stream()
          .filter(one -> one.get("name").stringValue().equals("plain-default"))
          .findFirst()
          .orElseThrow();
  private static final int[] PROMPT = GoldenJson.ints(CASE.get("ids"));

  static List<JsonNode> vectors() {
    return GoldenJson.read("tiny-qwen3/sampling.json").get("cases").valueStream().toList();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void probabilitiesAreThoseOfTheReferenceLibrary(JsonNode vector) throws IOException {
    Candidates candidates = new Sampler(sampling(vector), 0).candidates(logits(), PROMPT);
    assertThat(candidates.ids()).isEqualTo(GoldenJson.ints(vector.get("kept_ids_by_probability")));
    assertThat(candidates.ids()).hasSize(vector.get("kept_count").intValue());
    for (int i = 0; i < candidates.ids().length; i++) {
      assertThat(candidates.probabilities()[i])
          .isEqualTo(vector.get("probabilities").get(i).doubleValue(), within(2e-6));
    }
  }

  @Test
  void greedyTakesTheBestTokenAndTheFirstOfEquals() throws IOException {
    Sampler sampler = new Sampler(Sampling.GREEDY, 0);
    assertThat(sampler.next(logits(), PROMPT)).isEqualTo(367);
    assertThat(sampler.next(new float[] {1, 3, 3, Float.NaN, 2}, new int[0])).isEqualTo(1);
    Sampling penalised = new Sampling(0, 0, 1, 0, 2);
    assertThat(new Sampler(penalised, 0).next(new float[] {1, 3, 2}, new int[] {1, 1, -5, 99}))
        .isEqualTo(2);
  }

  @Test
  void drawsFollowTheProbabilitiesAndTheSeed() {
    float[] logits = {0, (float) Math.log(2), Float.NEGATIVE_INFINITY, (float) Math.log(5)};
    Sampling all = new Sampling(1, 0, 1, 0, 1);
    Sampler sampler = new Sampler(all, 11);
    Sampler again = new Sampler(all, 11);
    int[] counts = new int[4];
    for (int i = 0; i < 80_000; i++) {
      int id = sampler.next(logits, new int[0]);
      assertThat(again.next(logits, new int[0])).isEqualTo(id);
      counts[id]++;
    }
    assertThat(counts[0]).isBetween(9_600, 10_400);
    assertThat(counts[1]).isBetween(19_500, 20_500);
    assertThat(counts[2]).isZero();
    assertThat(counts[3]).isBetween(49_400, 50_600);
  }

  @Test
  void equalScoresAtTheLimitOfTopKAreKept() {
    Sampling two = new Sampling(1, 2, 1, 0, 1);
    Candidates candidates =
        new Sampler(two, 0).candidates(new float[] {1, 5, 4, 4, 0, 4}, new int[0]);
    assertThat(candidates.ids()).containsExactly(1, 2, 3, 5);
  }

  @Test
  void scoresWithoutAFiniteBestAreRefused() {
    Sampler sampler = new Sampler(Sampling.THINKING, 0);
    assertThatThrownBy(() -> sampler.next(new float[] {Float.NaN, Float.NaN}, new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no finite score");
    assertThatThrownBy(() -> new Sampling(-1, 0, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature is -1.0, wanted 0 to 100");
  }

  private static Sampling sampling(JsonNode vector) {
    return new Sampling(
        vector.get("temperature").doubleValue(),
        vector.get("top_k").intValue(),
        vector.get("top_p").doubleValue(),
        vector.get("min_p").asDouble(0),
        vector.get("repetition_penalty").asDouble(1));
  }

  private static float[] logits() throws IOException {
    JsonNode place = CASE.get("prefill_logits_last");
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(GoldenModels.golden("tiny-qwen3/vectors.bin")))
            .order(ByteOrder.LITTLE_ENDIAN);
    int offset = place.get("offset").intValue();
    float[] logits = new float[place.get("shape").get(0).intValue()];
    IntStream.range(0, logits.length)
        .forEach(i -> logits[i] = bytes.getFloat(offset + i * Float.BYTES));
    return logits;
  }
}
