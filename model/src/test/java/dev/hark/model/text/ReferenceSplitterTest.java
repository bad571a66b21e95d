package dev.hark.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hark.model.GoldenJson;
import dev.hark.model.GoldenModels;
import dev.hark.model.text.ReferenceSplitter.Cut;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ReferenceSplitterTest {
  static List<JsonNode> cases() {
    return GoldenJson.read("text/split.json").get("cases").valueStream().toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void recordingIsCutAsInTheOfficialCode(JsonNode one) throws IOException {
    float[] recording =
        one.has("file") ? wav(one.get("file").stringValue()) : generated(one.get("generator"));
    List<Cut> cuts = ReferenceSplitter.split(recording, one.get("max_sec").doubleValue());
    assertThat(cuts)
        .extracting(Cut::samples)
        .containsExactlyElementsOf(
            one.get("pieces").valueStream().map(piece -> piece.get("samples").intValue()).toList());
    for (int i = 0; i < cuts.size(); i++) {
      // The official code adds durations up, which costs it the last digits.
      assertThat(cuts.get(i).fromSeconds())
          .isEqualTo(one.get("pieces").get(i).get("offset_sec").doubleValue(), within(1e-9));
      assertThat(cuts.get(i).from()).isEqualTo(i == 0 ? 0 : cuts.get(i - 1).to());
    }
    assertThat(cuts.getLast().to()).isEqualTo(recording.length);
  }

  @Test
  void durationWithinTheReachOfACutIsRefused() {
    assertThatThrownBy(() -> ReferenceSplitter.split(new float[10], 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wanted more than 5");
    assertThatThrownBy(() -> ReferenceSplitter.split(new float[10], Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static float[] generated(JsonNode generator) {
    float[] samples = new float[generator.get("samples").intValue()];
    long state = generator.get("seed").longValue();
    for (int i = 0; i < samples.length; i++) {
      state = (1103515245L * state + 12345) & 0x7FFFFFFF;
      samples[i] = (((state >> 8) & 0xFFFF) - 32768) / 65536f;
    }
    for (JsonNode part : generator.get("gain")) {
      float gain = (float) part.get(2).doubleValue();
      int to = Math.min(part.get(1).intValue(), samples.length);
      for (int i = part.get(0).intValue(); i < to; i++) {
        samples[i] *= gain;
      }
    }
    return samples;
  }

  /** Samples of a 16-bit mono file with the plain header of 44 bytes. */
  private static float[] wav(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(GoldenModels.golden(file));
    ByteBuffer data = ByteBuffer.wrap(bytes, 44, bytes.length - 44).order(ByteOrder.LITTLE_ENDIAN);
    float[] samples = new float[data.remaining() / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = data.getShort() / 32768f;
    }
    return samples;
  }
}
