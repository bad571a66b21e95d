package dev.hark.train.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.MelSpectrogram;
import dev.hark.model.GoldenModels;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.text.Language;
import dev.hark.model.text.Prompt;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The trainer's forward pass in 32-bit floats against the reference implementation. */
class GoldenForwardTest {
  private static final double ENCODER_TOLERANCE = 1e-4;
  private static final double LOGIT_TOLERANCE = 1.5e-4;

  private static Parameters parameters;
  private static final SpeechNetwork NETWORK = new SpeechNetwork(GoldenClips.CONFIG);
  private static final AsrPrompts PROMPTS =
      new AsrPrompts(Tokenizer.open(GoldenModels.ASR), GoldenClips.CONFIG);

  @BeforeAll
  static void load() {
    LibTorch.prepare(2);
    parameters = GoldenClips.parameters();
  }

  @AfterAll
  static void free() {
    parameters.close();
  }

  @Test
  void encoderAgreesOnEveryClipAloneAndInOneBatch() {
    JsonNode vectors =
        GoldenClips.JSON.readTree(GoldenClips.VECTORS.resolve("encoder.json").toFile());
    List<MelSpectrogram> mels = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (Map.Entry<String, JsonNode> clip : vectors.get("clips").properties()) {
      mels.add(GoldenClips.mel(clip.getKey()));
      expected.add(GoldenClips.array(clip.getValue().get("output")));
      assertThat(GoldenClips.largestDifference(encode(List.of(mels.getLast())), expected.getLast()))
          .as("encoder output of %s", clip.getKey())
          .isLessThan(ENCODER_TOLERANCE);
    }
    float[] together = encode(mels);
    int at = 0;
    for (float[] clip : expected) {
      float[] part = Arrays.copyOfRange(together, at, at + clip.length);
      assertThat(GoldenClips.largestDifference(part, clip)).isLessThan(ENCODER_TOLERANCE);
      at += clip.length;
    }
    assertThat(together).hasSize(at);
  }

  @Test
  void scoresAgreeOnEveryCaseAloneAndTwoPromptsOfUnequalLengthsDoNotDisturbEachOther() {
    Prompt other = prompt("Some context that makes it longer.", Optional.empty(), "c03p3");
    for (JsonNode item : GoldenClips.cases()) {
      String clip = item.get("clip").asString();
      Optional<Language> language =
          item.path("language").isString()
              ? Optional.of(Language.of(item.get("language").asString()))
              : Optional.empty();
      Prompt prompt = prompt(item.path("context").asString(""), language, clip);
      if (prompt.length() != item.get("prompt_length").asInt()) {
        continue; // verbatim contexts, which the public prompts sanitise
      }
      assertScores(item, scores(List.of(clip), List.of(prompt)));
      assertScores(item, scores(List.of(clip, "c03p3"), List.of(prompt, other)));
    }
  }

  @Test
  void greedyAnswersOfABatchAreTheReferencesIds() {
    List<SpeechExample> examples = new ArrayList<>();
    List<int[]> expected = new ArrayList<>();
    for (JsonNode item : GoldenClips.cases()) {
      String clip = item.get("clip").asString();
      if (item.get("fitted").asBoolean()
          && item.path("context").asString("").isEmpty()
          && !item.path("language").isString()) {
        examples.add(
            new SpeechExample(
                clip,
                GoldenClips.mel(clip),
                prompt("", Optional.empty(), clip),
                new int[0],
                new int[0],
                ""));
        expected.add(GoldenClips.ints(item.get("generated_ids")));
      }
    }
    assertThat(examples).hasSizeGreaterThan(3);
    SpeechTrainer trainer =
        new SpeechTrainer(GoldenClips.CONFIG, parameters, new LossSettings(0, 0), false);
    List<int[]> answers = trainer.greedy(examples, Set.of(151645, 151643), 48);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i)).as(examples.get(i).id()).isEqualTo(expected.get(i));
    }
  }

  private static void assertScores(JsonNode item, float[] scores) {
    int[] ids = GoldenClips.ints(item.get("top50_ids"));
    for (int i = 0; i < ids.length; i++) {
      assertThat((double) scores[ids[i]])
          .as("%s: logit of %d", item.get("case").asString(), ids[i])
          .isCloseTo(
              item.get("top50_logits").get(i).asDouble(),
              org.assertj.core.data.Offset.offset(LOGIT_TOLERANCE));
    }
  }

  private static Prompt prompt(String context, Optional<Language> language, String clip) {
    int tokens = AudioEncoder.tokens(GoldenClips.mel(clip).frames());
    return PROMPTS.prompt(context, language, tokens);
  }

  private static float[] encode(List<MelSpectrogram> mels) {
    try (NoGradGuard _ = new NoGradGuard();
        PointerScope _ = new PointerScope()) {
      TorchOps ops = new TorchOps(parameters, ScalarType.Float);
      return Tensors.toFloats(NETWORK.encode(ops, AudioBatch.of(mels, GoldenClips.CONFIG.audio())));
    }
  }

  /** Scores of the token after the first prompt. */
  private static float[] scores(List<String> clips, List<Prompt> prompts) {
    try (NoGradGuard _ = new NoGradGuard();
        PointerScope _ = new PointerScope()) {
      TorchOps ops = new TorchOps(parameters, ScalarType.Float);
      List<MelSpectrogram> mels = clips.stream().map(GoldenClips::mel).toList();
      Tensor audio = NETWORK.encode(ops, AudioBatch.of(mels, GoldenClips.CONFIG.audio()));
      TokenBatch batch = TokenBatch.asking(prompts, prompts.stream().map(_ -> new int[0]).toList());
      return Tensors.toFloats(NETWORK.scores(ops, audio, batch).select(0, 0));
    }
  }
}
