package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Precision;
import dev.hark.model.Checkpoint;
import dev.hark.model.GoldenModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The two layouts of a checkpoint hold one model, and mapped weights are the file's bytes. */
class LayoutAgreementTest {
  @ParameterizedTest
  @EnumSource(Precision.class)
  void bothLayoutsGiveTheSameBits(Precision precision) {
    try (TinyAsr original = new TinyAsr(GoldenModels.ASR, precision);
        TinyAsr flat = new TinyAsr(GoldenModels.ASR_HF, precision)) {
      for (JsonNode item : TinyAsr.cases().subList(0, 8)) {
        String name = item.get("case").asString();
        float[] samples = TinyAsr.samples(item.get("clip").asString());
        float[] audio = original.encode(samples);
        assertThat(SmallNetwork.cosine(audio, audio)).isCloseTo(1, Offset.offset(1e-9)); // no NaN
        assertThat(flat.encode(samples)).as("encoder output of %s", name).isEqualTo(audio);
        assertThat(scores(flat, item, audio))
            .as("scores of %s", name)
            .isEqualTo(scores(original, item, audio));
      }
    }
  }

  private static float[] scores(TinyAsr model, JsonNode item, float[] audio) {
    float[] prompt =
        model.prompt(
            item.get("prompt_ids_before_audio"), audio, item.get("prompt_ids_after_audio"));
    int time = prompt.length / model.plan.text().hiddenSize();
    model.decoder.truncate(0, 0);
    return model.decoder.extend(0, prompt, new int[] {0, time - 1}, model.options);
  }

  @Test
  void mappedWeightsAreTheBytesOfTheFile() throws IOException {
    Path file = GoldenModels.ASR_HF.resolve("model.safetensors");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(bytes.getLong(0));
    JsonNode tensors =
        TinyAsr.JSON.readTree(new String(bytes.array(), 8, header, StandardCharsets.UTF_8));
    int seen = 0;
    try (Checkpoint checkpoint = Checkpoint.open(GoldenModels.ASR_HF)) {
      NetworkPlan plan = NetworkPlan.of(checkpoint);
      for (Map.Entry<String, JsonNode> tensor : tensors.properties()) {
        if (tensor.getKey().equals("__metadata__")) {
          continue;
        }
        assertThat(tensor.getValue().get("dtype").asString()).isEqualTo("BF16");
        int from = 8 + header + tensor.getValue().get("data_offsets").get(0).asInt();
        int to = 8 + header + tensor.getValue().get("data_offsets").get(1).asInt();
        float[] values = plan.weights().read(tensor.getKey(), (to - from) / Short.BYTES);
        for (int i = 0; i < values.length; i++) {
          int stored = bytes.getShort(from + i * Short.BYTES) << 16;
          if (Float.floatToRawIntBits(values[i]) != stored) {
            assertThat(values[i])
                .as("%s[%d]", tensor.getKey(), i)
                .isEqualTo(Float.intBitsToFloat(stored));
          }
        }
        seen++;
      }
      assertThat(seen).isEqualTo(checkpoint.names().size()).isGreaterThan(50);
    }
  }
}
