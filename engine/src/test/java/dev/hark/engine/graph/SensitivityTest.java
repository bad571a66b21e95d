package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.Precision;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.Checkpoint;
import dev.hark.model.GoldenModels;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.network.Ops;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The limits of the golden tests are narrow enough to notice a small mistake. */
class SensitivityTest {
  private static final double ENCODER_TOLERANCE = 1e-4;
  private static final String CLIP = "c03p3";

  @TempDir static Path folder;

  @Test
  void approximateGeluExceedsTheLimitThatTheExactOneKeeps() {
    assertThat(encoderError(ops -> ops)).isLessThan(ENCODER_TOLERANCE);
    assertThat(encoderError(SensitivityTest::withOtherGelu)).isGreaterThan(3 * ENCODER_TOLERANCE);
  }

  /** An interpreter and the graph that it writes to. */
  private record Emitter(OnnxGraph graph, Ops<String> ops) {}

  @SuppressWarnings("unchecked")
  private static Emitter withOtherGelu(Emitter emitter) {
    Ops<String> ops =
        (Ops<String>)
            Proxy.newProxyInstance(
                Ops.class.getClassLoader(),
                new Class<?>[] {Ops.class},
                (_, method, arguments) ->
                    method.getName().equals("gelu")
                        ? emitter.graph.node(
                            OnnxGraph.MICROSOFT, "FastGelu", List.of((String) arguments[0]))
                        : method.invoke(emitter.ops, arguments));
    return new Emitter(emitter.graph, ops);
  }

  private static double encoderError(Function<Emitter, Emitter> change) {
    try (Checkpoint checkpoint = Checkpoint.open(GoldenModels.ASR)) {
      NetworkPlan plan = NetworkPlan.of(checkpoint);
      AudioEncoderConfig config = plan.audio().orElseThrow();
      AudioEncoder encoder = new AudioEncoder(config);
      MelSpectrogram mel = LogMel.create().compute(TinyAsr.samples(CLIP));
      int chunks = (mel.frames() + 99) / 100;
      float[] padded = new float[chunks * config.melBins() * 100]; // [chunks, 1, mels, 100]
      for (int chunk = 0; chunk < chunks; chunk++) {
        for (int band = 0; band < config.melBins(); band++) {
          System.arraycopy(
              mel.values(),
              band * mel.frames() + chunk * 100,
              padded,
              (chunk * config.melBins() + band) * 100,
              Math.min(100, mel.frames() - chunk * 100));
        }
      }
      Recipe recipe = Recipe.of(Precision.F32);
      float[] tokens;
      try (SmallNetwork stem =
          SmallNetwork.open(
              folder,
              true,
              new Object[] {"chunks", 1, config.melBins(), 100},
              3,
              (graph, x) ->
                  encoder.stem(
                      change.apply(new Emitter(graph, new OnnxOps(graph, plan.weights(), recipe)))
                          .ops,
                      x))) {
        tokens = stem.run(padded, chunks, 1, config.melBins(), 100);
      }
      int count = AudioEncoder.tokens(mel.frames());
      try (SmallNetwork transformer =
          SmallNetwork.open(
              folder,
              true,
              new Object[] {"windows", "tokens", config.width()},
              3,
              (graph, x) ->
                  encoder.transformer(
                      change.apply(new Emitter(graph, new OnnxOps(graph, plan.weights(), recipe)))
                          .ops,
                      x))) {
        float[] encoded =
            transformer.run(
                Arrays.copyOf(tokens, count * config.width()), 1, count, config.width());
        JsonNode golden = TinyAsr.JSON.readTree(TinyAsr.VECTORS.resolve("encoder.json"));
        double error =
            GoldenNetworksTest.largestDifference(
                encoded,
                TinyAsr.array(TinyAsr.VECTORS, golden.get("clips").get(CLIP).get("output")));
        System.out.printf("largest error of the encoder %.6f%n", error);
        return error;
      }
    }
  }
}
