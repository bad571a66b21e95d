package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Precision;
import dev.hark.model.Checkpoint;
import dev.hark.model.GoldenModels;
import dev.hark.model.TextModelConfig;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The decoder as a text model against the reference implementation. */
class GoldenTextModelTest {
  private static final double LOGIT_TOLERANCE = 5e-4;
  private static final Path FOLDER = GoldenModels.golden("tiny-qwen3");

  @TempDir static Path cache;

  @Test
  void logitsAndGreedyIdsAgreeOnEveryCase() {
    int everywhere = 0;
    try (Checkpoint checkpoint = Checkpoint.open(GoldenModels.QWEN3);
        RunControl control = RunControl.create()) {
      NetworkPlan plan = NetworkPlan.of(checkpoint);
      List<Integer> stopIds = ((TextModelConfig) checkpoint.config()).stopTokenIds();
      assertThat(stopIds).containsExactlyInAnyOrder(600, 602);
      CompiledNetworks compiled = CompiledNetworks.open(plan, Precision.F32, cache, 2);
      List<JsonNode> cases = TinyAsr.lines(FOLDER.resolve("cases.jsonl"));
      assertThat(cases).hasSize(10);
      try (DecoderNetwork decoder = DecoderNetwork.open(plan, compiled, 2, 1)) {
        for (JsonNode item : cases) {
          String name = item.get("name").asString();
          int[] ids = TinyAsr.ints(item.get("ids"));
          decoder.truncate(0, 0);
          int[] all = IntStream.range(0, ids.length).toArray();
          float[] logits = decoder.extend(0, embeddings(plan, ids), all, control);
          float[] last =
              Arrays.copyOfRange(logits, logits.length - decoder.classes(), logits.length);
          assertThat(difference(last, item.get("prefill_logits_last")))
              .as("%s: last logits", name)
              .isLessThan(LOGIT_TOLERANCE);
          if (item.has("logits_all_positions")) {
            assertThat(difference(logits, item.get("logits_all_positions")))
                .as("%s: all logits", name)
                .isLessThan(LOGIT_TOLERANCE);
            everywhere++;
          }
          List<Integer> expected =
              Arrays.stream(TinyAsr.ints(item.get("generated_ids"))).boxed().toList();
          assertThat(greedy(plan, decoder, last, stopIds, control)).as(name).isEqualTo(expected);
        }
      }
    }
    assertThat(everywhere).isEqualTo(2);
  }

  private static List<Integer> greedy(
      NetworkPlan plan,
      DecoderNetwork decoder,
      float[] first,
      List<Integer> stopIds,
      RunControl control) {
    List<Integer> ids = new ArrayList<>();
    FloatBuffer scores = FloatBuffer.wrap(first);
    while (true) {
      int id = TinyAsr.argmax(scores, 0, decoder.classes());
      ids.add(id);
      if (ids.size() == 32 || stopIds.contains(id)) {
        return ids;
      }
      scores = decoder.step(1, embeddings(plan, id), control);
    }
  }

  private static float[] embeddings(NetworkPlan plan, int... ids) {
    int hidden = plan.text().hiddenSize();
    float[] rows = new float[ids.length * hidden]; // [ids, hidden]
    float[] row = new float[hidden];
    for (int i = 0; i < ids.length; i++) {
      plan.weights().read(NetworkPlan.EMBEDDING, (long) ids[i] * hidden, row, hidden);
      System.arraycopy(row, 0, rows, i * hidden, hidden);
    }
    return rows;
  }

  private static double difference(float[] actual, JsonNode golden) {
    return GoldenNetworksTest.largestDifference(actual, TinyAsr.array(FOLDER, golden));
  }
}
