package dev.hark.train.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.audio.MelSpectrogram;
import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.GoldenModels;
import dev.hark.model.LoraAdapter;
import dev.hark.model.ModelException;
import dev.hark.model.ModelFolder;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.text.Prompt;
import dev.hark.train.run.ParameterPatterns;
import dev.hark.train.run.SilentListener;
import dev.hark.train.run.SpeechModel;
import dev.hark.train.run.Tones;
import dev.hark.train.run.TrainingException;
import dev.hark.train.run.TrainingRun;
import dev.hark.train.run.TrainingSettings;
import dev.hark.train.run.Tuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Adapters of the tiny golden recogniser. */
class LoraTest {
  /** Layers of the encoder, the projector and the decoder. */
  private static final Tuning TUNING =
      new Tuning(
          ParameterPatterns.NONE,
          Optional.of(new LoraSettings(3, 12, List.of("q_proj", "v_proj", "fc1", "linear_2"))));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void theMergedModelScoresInTheEngineAsBaseAndAdaptersDoInTheTrainer(boolean flat)
      throws Exception {
    Path base = flat ? GoldenModels.ASR_HF : GoldenModels.ASR;
    MelSpectrogram mel = GoldenClips.mel("jfk@4");
    try (SpeechModel model = SpeechModel.open(base, settings(3), TUNING)) {
      train(model, settings(3), folder);
      Prompt prompt =
          new AsrPrompts(model.tokenizer(), model.config())
              .prompt("", Optional.empty(), AudioEncoder.tokens(mel.frames()));
      TrainerModel adapted = new TrainerModel(model.config(), model.source());
      TrainerModel plain = new TrainerModel(model.config(), model.parameters());
      float[] scores = adapted.scores(mel, prompt);
      assertThat(GoldenClips.largestDifference(plain.scores(mel, prompt), scores))
          .as("what the adapters change")
          .isGreaterThan(0.05);
      try (EngineModel engine = new EngineModel(folder.resolve("model"), folder.resolve("cache"))) {
        float[] audio = engine.encode(mel);
        assertThat(GoldenClips.largestDifference(adapted.encode(mel), audio)).isLessThan(1e-4);
        assertThat(GoldenClips.largestDifference(scores, engine.scores(audio, prompt)))
            .isLessThan(1e-4);
      }
    }
  }

  @Test
  void baseWeightsAreNeitherInTheOptimizerNorInCheckpoints() throws Exception {
    try (SpeechModel model = SpeechModel.open(GoldenModels.ASR, settings(1), TUNING)) {
      Parameters parameters = model.parameters();
      assertThat(parameters.places().values().stream().filter(Parameters.Place::trained))
          .isNotEmpty()
          .allMatch(place -> place.name().matches(".*\\.lora_[AB]\\.weight"));
      long bytes = parameters.values().byteSize();
      assertThat(bytes).isLessThan(parameters.count() * Float.BYTES / 50);
      assertThat(parameters.gradients().byteSize()).isEqualTo(bytes);
      for (String name : model.config().tensorShapes().keySet()) {
        assertThat(parameters.parameter(name).requires_grad()).as(name).isFalse();
      }
      train(model, settings(1), folder);
      assertThat(Files.size(folder.resolve("checkpoints/step-00000001.state")))
          .isBetween(3 * bytes, 3 * bytes + 1000);
    }
  }

  @Test
  void aKilledRunGoesOnAsTheUnbrokenOne() throws Exception {
    List<Losses> unbroken = train(settings(4), folder.resolve("a"));
    train(settings(4), folder.resolve("b"));
    Files.delete(folder.resolve("b/checkpoints/step-00000004.state"));
    assertThat(train(settings(4), folder.resolve("b"))).isEqualTo(unbroken.subList(3, 4));
    assertThat(unbroken.getLast().total()).isLessThan(unbroken.getFirst().total());
  }

  @ParameterizedTest
  @CsvSource({"false, thinker.model.layers.0.", "true, model.language_model.layers.0."})
  void theAdapterAloneIsInThePeftLayoutAndMergesIntoTheSameModel(boolean flat, String layer)
      throws Exception {
    Path base = flat ? GoldenModels.ASR_HF : GoldenModels.ASR;
    try (SpeechModel model = SpeechModel.open(base, settings(2), TUNING)) {
      train(model, settings(2), folder);
    }
    JsonNode config =
        GoldenClips.JSON.readTree(folder.resolve("adapter/adapter_config.json").toFile());
    assertThat(config.get("peft_type").asString()).isEqualTo("LORA");
    assertThat(config.get("r").asInt()).isEqualTo(3);
    assertThat(config.get("lora_alpha").asInt()).isEqualTo(12);
    assertThat(config.get("bias").asString()).isEqualTo("none");
    assertThat(config.get("target_modules").toString())
        .contains("\"" + layer + "self_attn.q_proj\"");
    assertThat(header(folder.resolve("adapter/adapter_model.safetensors")))
        .contains("\"base_model.model." + layer + "self_attn.q_proj.lora_A.weight\"")
        .contains("\"base_model.model." + layer + "self_attn.q_proj.lora_B.weight\"");
    Path merged = folder.resolve("merged");
    try (Checkpoint checkpoint = Checkpoint.open(base);
        LoraAdapter adapter = LoraAdapter.open(folder.resolve("adapter"), checkpoint.config())) {
      LowRankAdapters added =
          new LowRankAdapters(adapter.rank(), adapter.alpha(), adapter.layers());
      ModelFolder.write(merged, base, added.merged(checkpoint, adapter), DataType.F32);
    }
    assertThat(merged.resolve("model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("model/model.safetensors"));
  }

  @Test
  void layersThatAreFrozenByNameGetNoAdapter() {
    Tuning decoderOnly =
        new Tuning(
            ParameterPatterns.parse("encoder"),
            Optional.of(new LoraSettings(2, 4, List.of("q_proj"))));
    try (SpeechModel model = SpeechModel.open(GoldenModels.ASR, settings(1), decoderOnly)) {
      assertThat(model.parameters().places().keySet().stream().filter(n -> n.contains("lora_")))
          .isNotEmpty()
          .allMatch(name -> name.startsWith("model.language_model.layers."));
    }
  }

  @Test
  void aLayerThatIsNotThereIsRefusedWithNearNames() {
    assertThatThrownBy(() -> open("q_prj"))
        .isInstanceOf(TrainingException.class)
        .hasMessageMatching("no linear layer of this model is called q_prj; near are q_proj, .*");
    assertThatThrownBy(() -> open("embed_tokens")).hasMessageContaining("called embed_tokens");
    assertThatThrownBy(() -> new LoraSettings(0, 1, List.of("q_proj")))
        .hasMessageContaining("lora-rank is 0, wanted 1 to 1024");
    assertThatThrownBy(() -> new LoraSettings(1, 0, List.of("q_proj")))
        .hasMessageContaining("lora-alpha is 0.0, wanted more than 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "LORA"                | "VERA"                    | peft_type is VERA
          "r" : 3               | "r" : 4                   | wanted lora_A and lora_B of rank 4
          "fan_in_fan_out" : false | "use_dora" : true      | use_dora is true
          "task_type" : null    | "rank_pattern" : {"a": 1} | rank_pattern is not empty
          "lora_alpha" : 12     | "x" : 12                  | has no lora_alpha
          """)
  void anAdapterOfAnotherKindIsRefused(String text, String other, String said) throws Exception {
    train(settings(1), folder);
    Path config = folder.resolve("adapter/adapter_config.json");
    String written = Files.readString(config);
    assertThat(written).contains(text);
    Files.writeString(config, written.replace(text, other));
    assertThatThrownBy(
            () -> LoraAdapter.open(folder.resolve("adapter"), GoldenClips.CONFIG).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(said);
  }

  private static String header(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = Math.min(bytes.length, 16_384);
    return new String(bytes, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static void open(String target) {
    Tuning tuning =
        new Tuning(ParameterPatterns.NONE, Optional.of(new LoraSettings(2, 4, List.of(target))));
    SpeechModel.open(GoldenModels.ASR, settings(1), tuning).close();
  }

  private static List<Losses> train(TrainingSettings settings, Path run)
      throws InterruptedException {
    try (SpeechModel model = SpeechModel.open(GoldenModels.ASR, settings, TUNING)) {
      return train(model, settings, run);
    }
  }

  private static List<Losses> train(SpeechModel model, TrainingSettings settings, Path run)
      throws InterruptedException {
    SilentListener listener = new SilentListener();
    new TrainingRun(model, settings, Tones::tone, List.of(), run).train(true, listener);
    return listener.losses();
  }

  private static TrainingSettings settings(int steps) {
    return new TrainingSettings(steps, 2, 1, 2e-2, 1, 0.01, 1, 0, 0, true, 1, 5, 1, 1, 100);
  }
}
