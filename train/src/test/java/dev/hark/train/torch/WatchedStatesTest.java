package dev.hark.train.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.GoldenModels;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.text.Prompt;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pass keeps of the inputs of norms. */
class WatchedStatesTest {
  private static final String DECODER = "model.language_model.";
  private static final AsrPrompts PROMPTS =
      new AsrPrompts(Tokenizer.open(GoldenModels.ASR), GoldenClips.CONFIG);

  private static Parameters parameters;

  @BeforeAll
  static void load() {
    LibTorch.prepare(1);
    parameters = GoldenClips.parameters();
  }

  @AfterAll
  static void free() {
    parameters.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.audio_tower.layers.1.self_attn_layer_norm",
        "model.audio_tower.ln_post",
        "model.language_model.layers.1.input_layernorm",
        "model.language_model.norm"
      })
  void statesOfABatchAreThoseOfItsClipsInTheirOrder(String norm) {
    // The first clip has a full window and a rest, the second only a rest.
    List<SpeechExample> clips = List.of(example("jfk", 3), example("jfk@4", 5));
    Function<ForwardPass, float[]> states =
        pass ->
            Tensors.toFloats(
                norm.startsWith(DECODER) ? pass.decoderStates(norm) : pass.encoderStates(norm));
    float[] together = read(clips, norm, states);
    float[] first = read(clips.subList(0, 1), norm, states);
    float[] second = read(clips.subList(1, 2), norm, states);
    float[] expected = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, expected, first.length, second.length);
    assertThat(GoldenClips.largestDifference(together, expected)).isLessThan(1e-4);
  }

  @Test
  void scoresAreWhatTheHeadMakesOfTheLastStates() {
    String norm = DECODER + "norm";
    double difference =
        read(
            List.of(example("jfk@4", 5)),
            norm,
            pass -> {
              Tensor weight = parameters.parameter(norm + ".weight");
              Tensor normed =
                  torch.rms_norm(
                      pass.decoderStates(norm),
                      new long[] {weight.size(0)},
                      new TensorOptional(weight),
                      new DoubleOptional(GoldenClips.CONFIG.text().rmsNormEpsilon()));
              Tensor head = parameters.parameter(DECODER + "embed_tokens.weight");
              return torch
                  .linear(normed, head, new TensorOptional())
                  .sub(pass.scores())
                  .abs()
                  .max()
                  .item_double();
            });
    assertThat(difference).isLessThan(1e-4);
  }

  private static <R> R read(
      List<SpeechExample> examples, String norm, Function<ForwardPass, R> reader) {
    SpeechTrainer trainer =
        new SpeechTrainer(GoldenClips.CONFIG, parameters, new LossSettings(0, 0), false);
    return trainer.read(SpeechBatch.of(examples, GoldenClips.CONFIG), Set.of(norm), reader);
  }

  private static SpeechExample example(String clip, int answerTokens) {
    var mel = GoldenClips.mel(clip);
    Prompt prompt = PROMPTS.prompt("", Optional.empty(), AudioEncoder.tokens(mel.frames()));
    int[] answer = new int[answerTokens];
    Arrays.setAll(answer, i -> 100 + i);
    return new SpeechExample(clip, mel, prompt, answer, new int[0], "");
  }
}
