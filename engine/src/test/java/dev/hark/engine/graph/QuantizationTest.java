package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.LogMel;
import dev.hark.engine.Precision;
import dev.hark.engine.synthetic.SyntheticModel;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.GoldenModels;
import dev.hark.model.TextDecoderConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How much quantised weights move the numbers. */
class QuantizationTest {
  @TempDir static Path cache;

  @ParameterizedTest
  @CsvSource({"Q8, 0.999, 0.999", "Q4, 0.999, 0.93"})
  void tinyModelStaysCloseOnEveryClip(
      Precision precision, double leastEncoder, double leastScores) {
    TreeSet<String> clips = new TreeSet<>();
    try (TinyAsr exact = new TinyAsr(GoldenModels.ASR, Precision.F32);
        TinyAsr quantized = new TinyAsr(GoldenModels.ASR, precision)) {
      for (JsonNode item : TinyAsr.cases()) {
        String clip = item.get("clip").asString();
        if (!clips.add(clip)) {
          continue;
        }
        float[] samples = TinyAsr.samples(clip);
        float[] audio = exact.encode(samples);
        float[] rough = quantized.encode(samples);
        double encoder = SmallNetwork.cosine(rough, audio);
        double scores =
            SmallNetwork.cosine(
                firstScores(quantized, item, rough), firstScores(exact, item, audio));
        System.out.printf(
            "%s %s: cosine of encoder output %.6f, of first scores %.6f%n",
            precision, clip, encoder, scores);
        assertThat(encoder).as("encoder output of %s", clip).isGreaterThanOrEqualTo(leastEncoder);
        assertThat(scores).as("first scores of %s", clip).isGreaterThanOrEqualTo(leastScores);
      }
    }
    assertThat(clips).hasSizeGreaterThan(15);
  }

  /** The published widths with fewer layers and words, since a full model in floats is 3 GB. */
  @Test
  void eightBitsStayCloseAtTrueWidths() {
    SyntheticModel full = SyntheticModel.of("0.6b");
    AudioEncoderConfig a = full.audio();
    TextDecoderConfig t = full.text();
    AudioEncoderConfig audio =
        new AudioEncoderConfig(
            a.width(),
            2,
            a.heads(),
            a.ffnSize(),
            a.outputSize(),
            a.melBins(),
            a.convChannels(),
            a.chunkFrames(),
            a.windowFrames());
    TextDecoderConfig text =
        new TextDecoderConfig(
            t.hiddenSize(),
            2,
            t.heads(),
            t.kvHeads(),
            t.headDim(),
            t.ffnSize(),
            4096,
            512,
            t.rmsNormEpsilon(),
            t.ropeTheta(),
            true);
    NetworkPlan plan =
        new NetworkPlan(
            "cut",
            Optional.of(audio),
            text,
            "model.language_model.embed_tokens",
            4096,
            full.weights());
    float[] samples = TinyAsr.samples("c09p7");
    float[][] exact = run(plan, Precision.F32, samples, new float[0]);
    float[][] rough = run(plan, Precision.Q8, samples, exact[0]);
    double encoder = SmallNetwork.cosine(rough[0], exact[0]);
    double scores = SmallNetwork.cosine(rough[1], exact[1]);
    System.out.printf(
        "Q8 at the widths of 0.6B: cosine of encoder output %.6f, of scores %.6f%n",
        encoder, scores);
    assertThat(encoder).isGreaterThanOrEqualTo(0.999);
    assertThat(scores).isGreaterThanOrEqualTo(0.999);
  }

  /** Encoder output and scores of the last positions, after {@code audio} or the own output. */
  private static float[][] run(
      NetworkPlan plan, Precision precision, float[] samples, float[] audio) {
    CompiledNetworks compiled = CompiledNetworks.open(plan, precision, cache, 2);
    try (RunControl control = RunControl.create();
        EncoderNetwork encoder = EncoderNetwork.open(plan, compiled, 2);
        DecoderNetwork decoder = DecoderNetwork.open(plan, compiled, 2, 1)) {
      float[] encoded = encoder.encode(LogMel.create().compute(samples), control);
      float[] prompt = audio.length == 0 ? encoded : audio;
      int time = prompt.length / plan.text().hiddenSize();
      return new float[][] {
        encoded, decoder.extend(0, prompt, new int[] {time - 9, time - 1}, control)
      };
    }
  }

  private static float[] firstScores(TinyAsr model, JsonNode item, float[] audio) {
    float[] prompt =
        model.prompt(
            item.get("prompt_ids_before_audio"), audio, item.get("prompt_ids_after_audio"));
    int time = prompt.length / model.plan.text().hiddenSize();
    model.decoder.truncate(0, 0);
    return model.decoder.extend(0, prompt, new int[] {time - 1}, model.options);
  }
}
