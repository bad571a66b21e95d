package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.engine.InferenceException;
import dev.hark.engine.Precision;
import dev.hark.model.GoldenModels;
import dev.hark.model.network.AudioEncoder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways to run the encoder that must not matter. */
class EncoderNetworkTest {
  @ParameterizedTest
  @EnumSource(Precision.class)
  void windowsTogetherGiveWhatWindowsByThemselvesGive(Precision precision) {
    try (TinyAsr apart = new TinyAsr(GoldenModels.ASR, precision, 1, 1);
        TinyAsr together = new TinyAsr(GoldenModels.ASR, precision, 3, 2)) {
      for (String clip : new String[] {"c01p0", "c08p0", "c08p01", "c16p5", "c33"}) {
        float[] samples = TinyAsr.samples(clip);
        assertThat(
                GoldenNetworksTest.largestDifference(
                    together.encode(samples), apart.encode(samples)))
            .as("%s in %s", clip, precision)
            .isLessThan(1e-5);
      }
    }
  }

  @Test
  void windowIsNotChangedByWhatFollows() {
    try (TinyAsr model = new TinyAsr(GoldenModels.ASR, Precision.F32)) {
      float[] samples = TinyAsr.samples("c33");
      float[] all = model.encode(samples);
      // One frame more than a window, since the last frame of a clip sees its reflected end.
      float[] first = model.encode(Arrays.copyOf(samples, 8 * 16_000 + 1600));
      int window = 8 * AudioEncoder.CHUNK_TOKENS * model.plan.text().hiddenSize();
      float[] expected = Arrays.copyOf(all, window);
      assertThat(GoldenNetworksTest.largestDifference(Arrays.copyOf(first, window), expected))
          .isLessThan(1e-5);
    }
  }

  @Test
  void stoppedRunFails() {
    try (TinyAsr model = new TinyAsr(GoldenModels.ASR, Precision.F32)) {
      model.options.stop();
      assertThatThrownBy(() -> model.encode(TinyAsr.samples("c01p0")))
          .isInstanceOf(InferenceException.class);
    }
  }
}
