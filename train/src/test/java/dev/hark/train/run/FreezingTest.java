package dev.hark.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.GoldenModels;
import dev.hark.model.ModelFolder;
import dev.hark.train.torch.Losses;
import dev.hark.train.torch.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreezingTest {
  private static final ParameterPatterns FROZEN =
      ParameterPatterns.parse("encoder,model.language_model.layers.0.*,*.embed_tokens.weight");

  @TempDir private Path folder;

  @Test
  void whatIsFrozenIsBitForBitTheSameInTheExportAndTheRestIsNot() throws Exception {
    for (Path base : List.of(GoldenModels.ASR, brains())) {
      Path run = Files.createTempDirectory(folder, "run");
      train(base, FROZEN, settings(2), run);
      try (Checkpoint before = Checkpoint.open(base);
          Checkpoint after = Checkpoint.open(run.resolve("model"))) {
        Set<String> frozen = FROZEN.of(before.names());
        assertThat(frozen).hasSizeBetween(10, before.names().size() - 5);
        for (String name : before.names()) {
          float[] was = before.tensor(name).toFloats();
          float[] is = after.tensor(name).toFloats();
          assertThat(Arrays.equals(is, was)).as(name).isEqualTo(frozen.contains(name));
        }
      }
    }
  }

  @Test
  void frozenParametersHaveNoGradientsNoMomentsAndMatricesNoMemory() throws Exception {
    train(GoldenModels.ASR, FROZEN, settings(1), folder);
    try (SpeechModel model =
        SpeechModel.open(GoldenModels.ASR, settings(1), Tuning.without(FROZEN))) {
      Parameters parameters = model.parameters();
      long trained = 0;
      for (Parameters.Place place : parameters.places().values()) {
        boolean frozen = FROZEN.of(parameters.places().keySet()).contains(place.name());
        assertThat(place.trained()).isEqualTo(!frozen);
        assertThat(parameters.parameter(place.name()).requires_grad()).isEqualTo(!frozen);
        assertThat(parameters.isMapped(place.name()))
            .isEqualTo(frozen && place.shape().length == 2);
        trained += frozen ? 0 : (place.count() + 15) / 16 * 16;
      }
      assertThat(parameters.values().byteSize()).isEqualTo(trained * Float.BYTES);
      assertThat(parameters.gradients().byteSize()).isEqualTo(trained * Float.BYTES);
      Path checkpoint = folder.resolve("checkpoints/step-00000001.state");
      assertThat(Files.size(checkpoint))
          .isBetween(3 * trained * Float.BYTES, 3 * trained * Float.BYTES + 1000);
    }
  }

  @Test
  void freezingNothingButOneVectorChangesNoOtherLoss() throws Exception {
    ParameterPatterns one = ParameterPatterns.parse("model.audio_tower.ln_post.bias");
    List<Losses> some = train(GoldenModels.ASR, one, settings(1), folder.resolve("a"));
    List<Losses> all =
        train(GoldenModels.ASR, ParameterPatterns.NONE, settings(1), folder.resolve("b"));
    List<Losses> mapped = train(GoldenModels.ASR, FROZEN, settings(1), folder.resolve("c"));
    assertThat(some).isEqualTo(all);
    assertThat(mapped).isEqualTo(all);
  }

  @Test
  void aRunGoesOnWithTheSameFrozenParametersOnly() throws Exception {
    List<Losses> unbroken = train(GoldenModels.ASR, FROZEN, settings(3), folder.resolve("a"));
    train(GoldenModels.ASR, FROZEN, settings(3), folder.resolve("b"));
    Files.delete(folder.resolve("b/checkpoints/step-00000003.state"));
    assertThat(train(GoldenModels.ASR, FROZEN, settings(3), folder.resolve("b")))
        .isEqualTo(unbroken.subList(2, 3));
    assertThatThrownBy(() ->
            train(
                GoldenModels.ASR,
                ParameterPatterns.parse("encoder"),
                settings(3),
                folder.resolve("b")))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("frozen with checksum")
        .hasMessageContaining("belongs to another run");
  }

  @Test
  void aPatternThatMatchesNothingIsRefusedWithNearNames() {
    assertThatThrownBy(() -> open("encodr"))
        .isInstanceOf(TrainingException.class)
        .hasMessageMatching("no parameter of this model is called encodr; near are encoder, .*");
    assertThatThrownBy(() -> open("decoder,model.audio_tower.layer.*"))
        .hasMessageContaining("model.audio_tower.layer.*; near are model.audio_tower.layers.*,");
    assertThatThrownBy(() -> open("heads")).hasMessageContaining("called heads; near are");
    assertThatThrownBy(() -> open("*")).hasMessageContaining("all parameters are frozen");
    assertThatThrownBy(() -> ParameterPatterns.parse("encoder,,decoder"))
        .hasMessageContaining("has an empty part");
  }

  @Test
  void headsAreWhatExistsForTrainingAlone() {
    TrainingSettings spelling =
        new TrainingSettings(1, 2, 1, 1e-3, 1, 0.01, 1, 0, 0.5, true, 1, 5, 1, 1, 100);
    try (SpeechModel model =
        SpeechModel.open(
            GoldenModels.ASR, spelling, Tuning.without(ParameterPatterns.parse("heads")))) {
      assertThat(
              model.parameters().places().values().stream()
                  .filter(place -> !place.trained())
                  .map(Parameters.Place::name))
          .containsExactlyInAnyOrder("ctc_head.weight", "ctc_head.bias");
    }
  }

  private static void open(String frozen) {
    SpeechModel.open(GoldenModels.ASR, settings(1), Tuning.without(ParameterPatterns.parse(frozen)))
        .close();
  }

  /** The tiny model in brain floats, as published checkpoints are. */
  private Path brains() throws IOException {
    Path brains = folder.resolve("brains");
    try (Checkpoint checkpoint = Checkpoint.open(GoldenModels.ASR)) {
      ModelFolder.write(brains, GoldenModels.ASR, checkpoint, DataType.BF16);
    }
    return brains;
  }

  private static List<Losses> train(
      Path base, ParameterPatterns frozen, TrainingSettings settings, Path run)
      throws InterruptedException {
    SilentListener listener = new SilentListener();
    try (SpeechModel model = SpeechModel.open(base, settings, Tuning.without(frozen))) {
      new TrainingRun(model, settings, Tones::tone, List.of(), run).train(true, listener);
    }
    return listener.losses();
  }

  private static TrainingSettings settings(int steps) {
    return new TrainingSettings(steps, 2, 1, 1e-2, 1, 0.01, 1, 0, 0, true, 1, 5, 1, 1, 100);
  }
}
