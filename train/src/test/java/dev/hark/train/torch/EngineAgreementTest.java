package dev.hark.train.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.MelSpectrogram;
import dev.hark.model.Checkpoint;
import dev.hark.model.GoldenModels;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.text.Language;
import dev.hark.model.text.Prompt;
import dev.hark.model.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The trainer's forward pass in 32-bit floats against the engine's. */
class EngineAgreementTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir private static Path cache;

  @BeforeAll
  static void prepare() {
    LibTorch.prepare(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"original", "hf"})
  void encoderOutputsAndAllScoresAreTheEngines(String layout) {
    Path folder = layout.equals("hf") ? GoldenModels.ASR_HF : GoldenModels.ASR;
    AsrPrompts prompts = new AsrPrompts(Tokenizer.open(folder), GoldenClips.CONFIG);
    try (Checkpoint checkpoint = Checkpoint.open(folder);
        Parameters parameters = new Parameters(GoldenClips.CONFIG.tensorShapes(), _ -> true);
        EngineModel engine = new EngineModel(folder, cache)) {
      InitialWeights.copy(checkpoint, parameters);
      TrainerModel trainer = new TrainerModel(GoldenClips.CONFIG, parameters);
      TreeSet<String> clips = new TreeSet<>();
      for (JsonNode item : GoldenClips.cases()) {
        String clip = item.get("clip").asString();
        MelSpectrogram mel = GoldenClips.mel(clip);
        float[] audio = engine.encode(mel);
        if (clips.add(clip)) {
          assertThat(GoldenClips.largestDifference(trainer.encode(mel), audio))
              .as("encoder output of %s", clip)
              .isLessThan(TOLERANCE);
        }
        Optional<Language> language =
            item.path("language").isString()
                ? Optional.of(Language.of(item.get("language").asString()))
                : Optional.empty();
        Prompt prompt =
            prompts.prompt(
                item.path("context").asString(""), language, AudioEncoder.tokens(mel.frames()));
        assertThat(
                GoldenClips.largestDifference(
                    trainer.scores(mel, prompt), engine.scores(audio, prompt)))
            .as("%s: all scores", item.get("case").asString())
            .isLessThan(TOLERANCE);
      }
      assertThat(clips).hasSizeGreaterThan(3);
    }
  }
}
