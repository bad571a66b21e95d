package dev.hark.train.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.Precision;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.EncoderHeads;
import dev.hark.model.GoldenModels;
import dev.hark.model.HeadConfig;
import dev.hark.model.HeadsConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads of random weights in the trainer and in the engine. */
class HeadsInEngineTest {
  private static final double TOLERANCE = 1e-4;
  private static final HeadsConfig HEADS =
      new HeadsConfig(
          GoldenClips.CONFIG.audio().outputSize(),
          List.of(
              new HeadConfig("lid", HeadConfig.Kind.CLIP, List.of("English", "German", "None"), 64),
              new HeadConfig("vad", HeadConfig.Kind.TOKEN, List.of("speech"), 64),
              new HeadConfig("style", HeadConfig.Kind.CLIP, List.of("calm", "glad"), 32)));

  @TempDir private Path folder;

  @Test
  void everyHeadScoresInTheEngineAsInTheTrainer() throws IOException {
    LibTorch.prepare(1);
    Path model = GoldenModels.copy(GoldenModels.ASR, folder.resolve("model"));
    HeadTasks tasks = new HeadTasks(HEADS, Map.of("lid", 1.0, "vad", 1.0, "style", 1.0), 1);
    EngineOptions options =
        EngineOptions.create().withPrecision(Precision.F32).withCacheFolder(folder.resolve("c"));
    try (Parameters encoder =
            new Parameters(HeadTrainer.encoderShapes(GoldenClips.CONFIG), _ -> false);
        Parameters heads = new Parameters(HEADS.tensorShapes(), _ -> true)) {
      try (Checkpoint checkpoint = Checkpoint.open(model)) {
        InitialWeights.copy(checkpoint, encoder);
      }
      InitialWeights.draw(heads, 1, 3);
      EncoderHeads.write(model, HEADS, heads, DataType.F32);
      HeadTrainer trainer = new HeadTrainer(GoldenClips.CONFIG, encoder, heads, tasks);
      try (ModelRuntime runtime = ModelRuntime.open(model, options)) {
        for (String clip : List.of("jfk", "c03p3")) {
          float[] samples =
              AudioReader.create()
                  .readAll(AudioSource.of(GoldenModels.golden("clips/" + clip + ".wav")));
          MelSpectrogram mel = LogMel.create().compute(samples);
          Map<String, float[]> scores = runtime.headScores(runtime.encode(mel));
          assertThat(scores.keySet()).containsExactly("lid", "vad", "style");
          for (HeadConfig head : HEADS.heads()) {
            float[] trained = trainer.scores(head, List.of(mel));
            assertThat(
                    GoldenClips.largestDifference(
                        scores.getOrDefault(head.name(), new float[0]), trained))
                .as("%s of %s", head.name(), clip)
                .isLessThan(TOLERANCE);
          }
        }
      }
    }
  }
}
