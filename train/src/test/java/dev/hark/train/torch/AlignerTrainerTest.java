package dev.hark.train.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AlignerConfig;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.GoldenModels;
import dev.hark.model.TextDecoderConfig;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AlignerPrompts;
import dev.hark.model.text.AlignerPrompts.SpokenWord;
import dev.hark.model.text.Prompt;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The loss of an aligner with a dozen dimensions. */
class AlignerTrainerTest {
  private static final double STEP = 1e-6;
  private static final AlignerConfig CONFIG =
      new AlignerConfig(
          new AudioEncoderConfig(8, 1, 2, 8, 8, 128, 2, 100, 800),
          new TextDecoderConfig(8, 2, 2, 1, 4, 8, 32, 64, 1e-6f, 1e6, false),
          1,
          2,
          3,
          4,
          10,
          80,
          List.of());
  private static final AlignerPrompts PROMPTS =
      new AlignerPrompts(Tokenizer.open(GoldenModels.ASR), CONFIG);

  private static Parameters parameters;

  @BeforeAll
  static void draw() {
    LibTorch.prepare(1);
    parameters = new Parameters(CONFIG.tensorShapes(), _ -> true);
    InitialWeights.draw(parameters, 2, 5);
  }

  @AfterAll
  static void free() {
    parameters.close();
  }

  @Test
  void gradientsAreTheDifferencesOfTheLoss() {
    AlignerBatch batch =
        AlignerBatch.of(
            List.of(example(3000, new int[] {5, 6}, true), example(9000, new int[] {7}, false)),
            CONFIG);
    Map<String, Tensor> doubles = new TreeMap<>();
    for (Parameters.Place place : parameters.places().values()) {
      Tensor copy = parameters.parameter(place.name()).detach().to(ScalarType.Double).clone();
      copy.set_requires_grad(true);
      doubles.put(place.name(), copy);
    }
    AlignerTrainer trainer = new AlignerTrainer(CONFIG, parameters, 0.1, ScalarType.Double);
    double value = loss(trainer, doubles, batch, true);
    assertThat(value).isBetween(0.5, 10.0);
    int checked = 0;
    for (Map.Entry<String, Tensor> entry : doubles.entrySet()) {
      Tensor tensor = entry.getValue();
      DoublePointer data = new DoublePointer(tensor.data_ptr());
      DoublePointer gradient = new DoublePointer(tensor.grad().contiguous().data_ptr());
      long count = tensor.numel();
      for (long i = 0; i < count; i += Math.max(1, count / 3)) {
        double before = data.get(i);
        data.put(i, before + STEP);
        double above = loss(trainer, doubles, batch, false);
        data.put(i, before - STEP);
        double below = loss(trainer, doubles, batch, false);
        data.put(i, before);
        assertThat(gradient.get(i))
            .as("gradient of %s, element %d", entry.getKey(), i)
            .isCloseTo((above - below) / (2 * STEP), Offset.offset(1e-6));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(80);
  }

  @Test
  void onlySlotsCountAndATimeIsNamedAtItsSlot() {
    double loss = loss(example(5000, new int[] {5, 6}, false));
    assertThat(loss(example(5000, new int[] {5, 9}, false)))
        .as("a word without slots behind the last slot")
        .isEqualTo(loss);
    assertThat(loss(example(5000, new int[] {9, 6}, false)))
        .as("the word before a slot")
        .isNotEqualTo(loss);
    AlignerExample moved = example(5000, new int[] {5, 6}, false);
    moved.classes()[1] = 9;
    assertThat(loss(moved)).as("another class at a slot").isNotEqualTo(loss);
  }

  @Test
  void theLossOfABatchIsTheMeanOverAllItsSlots() {
    AlignerExample two = example(6000, new int[] {5, 6}, true);
    AlignerExample one = example(2000, new int[] {8}, true);
    assertThat(loss(two, one)).isCloseTo((4 * loss(two) + 2 * loss(one)) / 6, Offset.offset(1e-5));
  }

  private static double loss(AlignerExample... examples) {
    AlignerTrainer trainer = new AlignerTrainer(CONFIG, parameters, 0, false);
    try (NoGradGuard _ = new NoGradGuard();
        PointerScope _ = new PointerScope()) {
      return trainer
          .loss(
              new TorchOps(parameters, ScalarType.Float),
              AlignerBatch.of(List.of(examples), CONFIG))
          .item_double();
    }
  }

  private static double loss(
      AlignerTrainer trainer, Map<String, Tensor> values, AlignerBatch batch, boolean back) {
    try (PointerScope _ = new PointerScope()) {
      ParameterSource source = name -> java.util.Objects.requireNonNull(values.get(name), name);
      Tensor loss = trainer.loss(new TorchOps(source, ScalarType.Double), batch);
      if (back) {
        loss.backward();
      }
      return loss.item_double();
    }
  }

  /** Words of one token each; without {@code all}, the first alone has slots. */
  private static AlignerExample example(int samples, int[] tokens, boolean all) {
    float[] sound = new float[samples];
    for (int i = 0; i < samples; i++) {
      sound[i] = (float) Math.sin(i * 0.05 * (1 + i / 4000));
    }
    MelSpectrogram mel = LogMel.create().compute(sound);
    List<SpokenWord> words =
        java.util.stream.IntStream.range(0, tokens.length)
            .mapToObj(i -> new SpokenWord(new int[] {tokens[i]}, all || i == 0))
            .toList();
    Prompt input = PROMPTS.prompt(AudioEncoder.tokens(mel.frames()), words);
    int[] slots = PROMPTS.slots(input.ids());
    int[] classes = java.util.stream.IntStream.range(0, slots.length).map(i -> i + 1).toArray();
    double[] millis = java.util.Arrays.stream(classes).mapToDouble(c -> 80.0 * c).toArray();
    return new AlignerExample(
        "words " + tokens.length, mel, input, slots, classes, millis, List.of());
  }
}
