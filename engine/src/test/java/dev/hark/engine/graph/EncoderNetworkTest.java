package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
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

  @ParameterizedTest
  @EnumSource(Precision.class)
  void chunksThatAreKnownChangeNothing(Precision precision) {
    float[] samples = TinyAsr.samples("c08p01");
    try (TinyAsr model = new TinyAsr(GoldenModels.ASR, precision)) {
      KnownChunks known = KnownChunks.create();
      for (int end : new int[] {12_000, 40_000, 41_000, 64_000, 100_000, 72_500, 128_000}) {
        MelSpectrogram mel = LogMel.create().compute(samples, 0, end);
        assertThat(model.encoder.encode(mel, known, model.options))
            .as("%d samples in %s", end, precision)
            .isEqualTo(model.encoder.encode(mel, model.options));
      }
    }
  }

  @Test
  void fullChunkIsComputedOnceUnlessItsFeaturesChange() {
    float[] samples = TinyAsr.samples("c08p01");
    try (TinyAsr model = new TinyAsr(GoldenModels.ASR, Precision.F32)) {
      KnownChunks known = KnownChunks.create();
      LogMel features = LogMel.create();
      var _ = model.encoder.encode(features.compute(samples, 0, 40_000), known, model.options);
      float[] first = known.tokens(0);
      var _ = model.encoder.encode(features.compute(samples, 0, 48_100), known, model.options);
      assertThat(known.tokens(0)).isSameAs(first);
      for (int i = 0; i < samples.length; i++) {
        samples[i] *= 0.5f;
      }
      var _ = model.encoder.encode(features.compute(samples, 0, 48_100), known, model.options);
      assertThat(known.tokens(0)).isNotSameAs(first);
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
