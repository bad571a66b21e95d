package dev.hark.train.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.engine.Alignment;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.Precision;
import dev.hark.model.AlignerConfig;
import dev.hark.model.GoldenModels;
import dev.hark.model.ModelConfig;
import dev.hark.model.ModelException;
import dev.hark.model.eval.TimeShifts;
import dev.hark.train.data.Example;
import dev.hark.train.data.TimedExample;
import dev.hark.train.data.TimedExampleSource;
import dev.hark.train.data.TimedWord;
import dev.hark.train.run.TrainingListener;
import dev.hark.train.run.TrainingSettings;
import dev.hark.train.torch.AlignerExample;
import dev.hark.train.torch.AlignerTrainer;
import dev.hark.train.torch.Losses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short runs of an aligner made of the tiny golden recogniser, on sounds made here. */
class AlignerRunTest {
  private static final int HZ = 16_000;
  private static final int CLASSES = 40;
  private static final TimedExampleSource TONES = AlignerRunTest::tones;

  @TempDir private Path folder;
  private Path start;

  @BeforeEach
  void make() throws IOException {
    start = folder.resolve("start");
    AlignerFolder.write(GoldenModels.ASR, start, CLASSES, 80);
  }

  @Test
  void anAlignerMadeOfARecogniserHasItsWeightsAndASlot() {
    AlignerConfig config = (AlignerConfig) ModelConfig.open(start);
    assertThat(config.classes()).isEqualTo(CLASSES);
    assertThat(config.millisPerClass()).isEqualTo(80);
    assertThat(config.timestampTokenId()).isEqualTo(151_705);
    try (AlignerModel model = AlignerModel.open(start, Optional.of(GoldenModels.ASR), 1);
        AlignerModel other = AlignerModel.open(start, Optional.of(GoldenModels.ASR), 2)) {
      assertThat(model.tokenizer().id("<timestamp>")).hasValue(151_705);
      for (String name : model.parameters().places().keySet()) {
        float[] one = values(model, name);
        float[] two = values(other, name);
        assertThat(one.length).isPositive();
        if (name.equals("score.weight")) {
          assertThat(one).isNotEqualTo(two);
        } else {
          assertThat(one).as(name).isEqualTo(two);
        }
      }
    }
  }

  @Test
  void whatIsNoAlignerOrFitsNothingIsRefused() {
    assertThatThrownBy(() -> AlignerModel.open(GoldenModels.ASR, Optional.empty(), 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("not a forced aligner");
    assertThatThrownBy(() -> AlignerFolder.write(GoldenModels.ASR_HF, folder, CLASSES, 80))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("official layout");
  }

  @Test
  void lossesOfAResumedRunEqualThoseOfTheUnbrokenRunAndFall() throws InterruptedException {
    List<Losses> unbroken = train(folder.resolve("a"), 30, Integer.MAX_VALUE);
    List<Losses> resumed = new ArrayList<>();
    assertThatThrownBy(() -> resumed.addAll(train(folder.resolve("b"), 30, 24)))
        .isInstanceOf(Killed.class);
    resumed.addAll(train(folder.resolve("b"), 30, Integer.MAX_VALUE));
    assertThat(resumed).isEqualTo(unbroken.subList(20, 30));
    assertThat(unbroken.getLast().total()).isLessThan(0.75 * unbroken.getFirst().total());
  }

  @Test
  void theExportNamesTheSameTimesInTheEngine() throws InterruptedException {
    train(folder.resolve("run"), 6, Integer.MAX_VALUE);
    Path trained = folder.resolve("run/model");
    EngineOptions options = EngineOptions.create().withPrecision(Precision.F32);
    try (AlignerModel model = AlignerModel.open(trained, Optional.empty(), 1);
        ForcedAligner engine = ForcedAligner.open(trained, options)) {
      AlignerTrainer trainer = new AlignerTrainer(model.config(), model.parameters(), 0, false);
      AlignmentEncoder encoder = new AlignmentEncoder(model.tokenizer(), model.config());
      for (int i = 0; i < 4; i++) {
        TimedExample tone = tones(i, new SplittableRandom(i));
        AlignerExample example = encoder.encode(tone);
        String text = String.join(" ", tone.words().stream().map(TimedWord::text).toList());
        Alignment alignment = engine.align(tone.example().samples(), text, "English");
        assertThat(alignment.inputIds())
            .isEqualTo(IntStream.of(example.input().ids()).boxed().toList());
        assertThat(alignment.classes())
            .isEqualTo(IntStream.of(trainer.classes(List.of(example)).getFirst()).boxed().toList());
      }
    }
  }

  @Test
  void slotsAreBehindAllWordsOrSomeAndNeverBehindNone() {
    try (AlignerModel model = AlignerModel.open(start, Optional.of(GoldenModels.ASR), 1)) {
      AlignmentEncoder encoder = new AlignmentEncoder(model.tokenizer(), model.config());
      TimedExample tone = tones(3, new SplittableRandom(3));
      int all = 2 * tone.words().size();
      assertThat(encoder.encode(tone).slots()).hasSize(all);
      boolean fewer = false;
      for (int seed = 0; seed < 50; seed++) {
        assertThat(encoder.encode(tone, 1, new SplittableRandom(seed)).slots()).hasSize(all);
        AlignerExample some = encoder.encode(tone, 0, new SplittableRandom(seed));
        fewer |= some.slots().length < all;
        assertThat(some.slots().length).isBetween(2, all);
        assertThat(some.classes()).hasSameSizeAs(some.slots());
        for (int slot : some.slots()) {
          assertThat(some.input().ids()[slot]).isEqualTo(151_705);
        }
        for (int i = 0; i < some.classes().length; i++) {
          assertThat(80.0 * some.classes()[i] - some.millis()[i]).isBetween(-40.0, 40.0);
        }
      }
      assertThat(fewer).isTrue();
    }
  }

  @Test
  void wordsBehindTheLastClassHaveNoSlots() {
    try (AlignerModel model = AlignerModel.open(start, Optional.of(GoldenModels.ASR), 1)) {
      AlignmentEncoder encoder = new AlignmentEncoder(model.tokenizer(), model.config());
      Example sound = new Example("long", new float[5 * HZ], "language English<asr_text>a b");
      List<TimedWord> words = List.of(new TimedWord("a", 1, 2), new TimedWord("b", 3, 3.3));
      assertThat(encoder.encode(new TimedExample(sound, words)).classes()).containsExactly(13, 25);
      assertThatThrownBy(() -> encoder.encode(new TimedExample(sound, words.subList(1, 2))))
          .hasMessageContaining("no word with times before 3 s");
    }
  }

  private static float[] values(AlignerModel model, String name) {
    long count = model.parameters().places().get(name).count();
    float[] values = new float[(int) Math.min(count, 100_000)];
    model.parameters().read(name, 0, values, values.length);
    return values;
  }

  /** Stands for kill -9: nothing of the run gets to do anything more. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private List<Losses> train(Path run, int steps, int killedAt) throws InterruptedException {
    List<Losses> losses = new ArrayList<>();
    TrainingSettings settings =
        new TrainingSettings(steps, 4, 1, 1e-2, 2, 0, 1, 0, 0, false, 1, 5, 1, 20, 100);
    List<TimedExample> dev = List.of(tones(1, new SplittableRandom(1)));
    List<TimeShifts> measured = new ArrayList<>();
    try (AlignerModel model = AlignerModel.open(start, Optional.of(GoldenModels.ASR), 1)) {
      new AlignerRun(model, settings, 0.5, TONES, dev, run)
          .train(
              true,
              new TrainingListener() {
                @Override
                public void step(int step, Losses loss, double rate, double gradientNorm) {
                  losses.add(loss);
                  if (step == killedAt) {
                    throw new Killed();
                  }
                }

                @Override
                public void aligned(int step, TimeShifts shifts) {
                  measured.add(shifts);
                }

                @Override
                public void evaluated(int step, double wordErrorRate) {}

                @Override
                public void saved(int step) {}
              });
    }
    assertThat(measured)
        .singleElement()
        .satisfies(shifts -> {
          assertThat(shifts.words()).isEqualTo(dev.getFirst().words().size());
          assertThat(shifts.meanMillis()).isBetween(0.0, 3200.0);
        });
    return losses;
  }

  /** Two to four tones in silence, called by their pitch. */
  private static TimedExample tones(long index, RandomGenerator random) {
    int count = 2 + random.nextInt(3);
    float[] samples = new float[HZ / 2 * count + HZ / 4];
    List<TimedWord> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int pitch = 1 + random.nextInt(5);
      int from = HZ / 2 * i + random.nextInt(HZ / 8);
      int length = HZ / 4;
      for (int k = 0; k < length; k++) {
        samples[from + k] = (float) (0.3 * Math.sin(2 * Math.PI * 150 * pitch * k / HZ));
      }
      words.add(
          new TimedWord(
              Integer.toString(pitch), (double) from / HZ, (double) (from + length) / HZ));
    }
    String text = String.join(" ", words.stream().map(TimedWord::text).toList());
    return new TimedExample(
        new Example("tones " + index, samples, "language English<asr_text>" + text), words);
  }
}
