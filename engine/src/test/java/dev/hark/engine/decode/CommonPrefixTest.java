package dev.hark.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Precision;
import dev.hark.engine.graph.CompiledNetworks;
import dev.hark.engine.graph.DecoderNetwork;
import dev.hark.engine.graph.NetworkPlan;
import dev.hark.engine.graph.RunControl;
import dev.hark.model.Checkpoint;
import dev.hark.model.GoldenModels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommonPrefixTest {
  private static final int AUDIO = GoldenCase.AUDIO_TOKEN;
  private static final int[] BEFORE = {151_644, 8948, 198, 9906, 1879, 151_645, 198};

  @TempDir static Path cache;

  @Test
  void restAfterARememberedPrefixScoresAsTheWholePrompt() {
    try (Checkpoint checkpoint = Checkpoint.open(GoldenModels.ASR);
        RunControl control = RunControl.create()) {
      NetworkPlan plan = NetworkPlan.of(checkpoint);
      CompiledNetworks compiled = CompiledNetworks.open(plan, Precision.F32, cache, 1);
      int hidden = plan.text().hiddenSize();
      try (DecoderNetwork decoder = DecoderNetwork.open(plan, compiled, 1, 3)) {
        CommonPrefix prefix = new CommonPrefix(decoder);
        Embeddings embeddings = new Embeddings(plan);
        GenerationRequest request = request(40, BEFORE);
        float[] prompt =
            embeddings.prompt(request.prompt(), random(40 * hidden), AUDIO); // [time, hidden]
        int last = request.prompt().size() - 1;

        assertThat(prefix.recall(0, request)).isZero();
        float[] whole = decoder.extend(0, prompt, new int[] {last}, control);
        prefix.remember(0, request);

        for (int growth : new int[] {0, 1000}) { // the cache may move in between
          decoder.reserve(growth);
          decoder.truncate(2, 0);
          assertThat(prefix.recall(2, request)).isEqualTo(BEFORE.length);
          assertThat(decoder.length(2)).isEqualTo(BEFORE.length);
          float[] rest =
              decoder.extend(
                  2,
                  Arrays.copyOfRange(prompt, BEFORE.length * hidden, prompt.length),
                  new int[] {last - BEFORE.length},
                  control);
          for (int i = 0; i < whole.length; i++) {
            assertThat(Math.abs(whole[i] - rest[i])).isLessThan(1e-4f);
          }
        }
      }
    }
  }

  @Test
  void anotherTextBeforeTheAudioIsNotTakenForTheRememberedOne() {
    try (Checkpoint checkpoint = Checkpoint.open(GoldenModels.ASR);
        RunControl control = RunControl.create()) {
      NetworkPlan plan = NetworkPlan.of(checkpoint);
      CompiledNetworks compiled = CompiledNetworks.open(plan, Precision.F32, cache, 1);
      try (DecoderNetwork decoder = DecoderNetwork.open(plan, compiled, 1, 1)) {
        CommonPrefix prefix = new CommonPrefix(decoder);
        decoder.extend(0, random(20 * plan.text().hiddenSize()), new int[] {19}, control);
        prefix.remember(0, request(5, BEFORE));
        int[] longer = Arrays.copyOf(BEFORE, BEFORE.length + 1);
        int[] shorter = Arrays.copyOf(BEFORE, BEFORE.length - 1);
        int[] other = BEFORE.clone();
        other[3]++;

        assertThat(prefix.recall(0, request(9, BEFORE))).isEqualTo(BEFORE.length);
        assertThat(prefix.recall(0, request(9, longer))).isZero();
        assertThat(prefix.recall(0, request(9, shorter))).isZero();
        assertThat(prefix.recall(0, request(9, other))).isZero();
        assertThat(prefix.recall(0, GenerationRequest.create(TokenIds.of(BEFORE), 1, Set.of())))
            .as("prompt without audio")
            .isZero();
        prefix.forget();
        assertThat(prefix.recall(0, request(9, BEFORE))).isZero();
      }
    }
  }

  /** A prompt of text, audio and two more tokens. */
  private static GenerationRequest request(int audioTokens, int[] before) {
    int[] ids = Arrays.copyOf(before, before.length + audioTokens + 2);
    Arrays.fill(ids, before.length, before.length + audioTokens, AUDIO);
    ids[ids.length - 2] = 151_645;
    ids[ids.length - 1] = 198;
    return GenerationRequest.create(TokenIds.of(ids), 1, Set.of())
        .withAudio(GoldenCase.of("c01p0/0").features(), AUDIO);
  }

  private static float[] random(int count) {
    Random random = new Random(11);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian() * 0.3f;
    }
    return values;
  }
}
