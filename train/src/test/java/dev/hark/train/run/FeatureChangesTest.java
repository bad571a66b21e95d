package dev.hark.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.model.GoldenModels;
import dev.hark.train.data.Example;
import dev.hark.train.data.ExampleSource;
import dev.hark.train.torch.SpeechBatch;
import dev.hark.train.torch.SpeechExample;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureChangesTest {
  private static final TrainingSettings SETTINGS =
      new TrainingSettings(1, 2, 1, 1e-3, 1, 0.01, 1, 0, 0, true, 1, 5, 2, 1, 100);
  private static final FeatureChanges HALF = new FeatureChanges(0, 0.5);
  private static final FeatureChanges HALF_THE_TRACTS = new FeatureChanges(0.5, 0);
  private static final int LAST = 11;

  /** Noise, so that no value of the features is there twice by chance. */
  private static final ExampleSource NOISE =
      (index, random) -> {
        SplittableRandom own = new SplittableRandom(index);
        float[] samples = new float[8000];
        for (int i = 0; i < samples.length; i++) {
          samples[i] = (float) own.nextDouble(-0.5, 0.5);
        }
        return new Example("noise " + index, samples, "language English<asr_text>one");
      };

  @TempDir private Path folder;

  @Test
  void whatIsChangedDependsOnTheExampleAlone() throws InterruptedException {
    for (FeatureChanges changes : List.of(HALF, HALF_THE_TRACTS)) {
      Map<String, float[]> whole = features(changes, 0);
      Map<String, float[]> resumed = features(changes, 6);
      assertThat(resumed).hasSizeLessThan(whole.size()).isNotEmpty();
      resumed.forEach((id, values) -> assertThat(values).as(id).containsExactly(whole.get(id)));
    }
  }

  @Test
  void someSpeakersAreOthersAndTheRestIsAsItWas() throws InterruptedException {
    Map<String, float[]> plain = features(FeatureChanges.NONE, 0);
    Map<String, float[]> changed = features(HALF_THE_TRACTS, 0);
    assertThat(changed).hasSize(24).hasSameSizeAs(plain);
    assertThat(
            changed.entrySet().stream()
                .filter(entry -> Arrays.equals(entry.getValue(), plain.get(entry.getKey())))
                .count())
        .isBetween(5L, 19L);
  }

  @Test
  void someAreMaskedAndTheOthersAreAsTheyWere() throws InterruptedException {
    Map<String, float[]> plain = features(FeatureChanges.NONE, 0);
    Map<String, float[]> masked = features(HALF, 0);
    int changed = 0;
    for (Map.Entry<String, float[]> entry : masked.entrySet()) {
      float[] before = plain.getOrDefault(entry.getKey(), new float[0]);
      int hidden = 0;
      for (int i = 0; i < before.length; i++) {
        hidden += before[i] == entry.getValue()[i] ? 0 : 1;
      }
      assertThat(hidden).isLessThan(before.length * 6 / 10);
      changed += hidden > 0 ? 1 : 0;
    }
    assertThat(changed).isBetween(5, 19);
  }

  @Test
  void aRunWithoutChangesGoesOnFromCheckpointsOfBeforeThereWereAnyButOneWithThemDoesNot()
      throws InterruptedException {
    train(FeatureChanges.NONE);
    train(FeatureChanges.NONE);
    assertThatThrownBy(() -> train(HALF))
        .isInstanceOf(TrainingException.class)
        .hasMessageMatching(
            ".* got TrainingSettings\\[[^\\]]*\\], \\d+ parameters, wanted TrainingSettings\\[.*"
                + " parameters, features masked with probability 0.5;.*");
    assertThatThrownBy(() -> train(HALF_THE_TRACTS))
        .hasMessageContaining("wanted TrainingSettings")
        .hasMessageContaining(", vocal tracts changed with probability 0.5;");
  }

  @Test
  void aProbabilityIsFromNoughtToOne() {
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new FeatureChanges(0, wrong))
          .hasMessageMatching("spec-augment is .*, wanted 0 to 1");
      assertThatThrownBy(() -> new FeatureChanges(wrong, 0))
          .hasMessageMatching("vocal-tract is .*, wanted 0 to 1");
    }
  }

  /** The features of all examples of the batches from one to the last, by example. */
  private static Map<String, float[]> features(FeatureChanges changes, int from)
      throws InterruptedException {
    Map<String, float[]> features = new HashMap<>();
    try (SpeechModel model = SpeechModel.open(GoldenModels.ASR, SETTINGS, _ -> true);
        BatchFeed<SpeechExample, SpeechBatch> feed =
            new BatchFeed<>(
                new Utterances(
                    NOISE,
                    new ExampleEncoder(model.tokenizer(), model.config()),
                    changes,
                    model.config()),
                SETTINGS,
                2)) {
      for (int batch = from; batch <= LAST; batch++) {
        for (SpeechExample example : feed.batch(batch).examples()) {
          features.put(example.id(), example.mel().values());
        }
      }
    }
    return features;
  }

  private void train(FeatureChanges changes) throws InterruptedException {
    try (SpeechModel model = SpeechModel.open(GoldenModels.ASR, SETTINGS, _ -> true)) {
      new TrainingRun(model, SETTINGS, changes, NOISE, List.of(), folder)
          .train(true, new SilentListener());
    }
  }
}
