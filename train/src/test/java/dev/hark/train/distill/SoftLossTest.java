package dev.hark.train.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hark.train.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The divergence from a teacher against sums written out, and its gradient against differences. */
class SoftLossTest {
  private static final int PLACES = 5;
  private static final int TOKENS = 7;
  private static final double STEP = 1e-5;

  private final double[] teacher = drawn(1);
  private final double[] student = drawn(2);

  @ParameterizedTest
  @CsvSource({"1, 3", "2.5, 3", "2.5, 7", "0.5, 1"})
  void gradientsAreDifferencesOfValues(double temperature, int top) {
    List<SoftTargets> targets = List.of(targets(teacher, temperature, top));
    try (PointerScope _ = new PointerScope()) {
      Tensor scores = Tensor.create(student, PLACES, TOKENS);
      scores.set_requires_grad(true);
      SoftLoss.of(scores, targets, temperature).backward();
      double[] gradients = new double[student.length];
      new DoublePointer(scores.grad().data_ptr()).get(gradients);
      for (int i = 0; i < student.length; i++) {
        double[] moved = student.clone();
        moved[i] += STEP;
        double above = loss(moved, targets, temperature);
        moved[i] -= 2 * STEP;
        double below = loss(moved, targets, temperature);
        assertThat(gradients[i]).isCloseTo((above - below) / (2 * STEP), within(1e-8));
      }
      assertThat(
              IntStream.range(0, gradients.length).mapToDouble(i -> Math.abs(gradients[i])).sum())
          .isGreaterThan(0.1);
    }
  }

  @Test
  void withAllTokensItIsTheDivergenceTimesTheSquareOfTheTemperature() {
    double temperature = 3;
    double sum = 0;
    for (int place = 0; place < PLACES; place++) {
      double[] p = probabilities(teacher, place, temperature);
      double[] q = probabilities(student, place, temperature);
      for (int token = 0; token < TOKENS; token++) {
        sum += p[token] * Math.log(p[token] / q[token]);
      }
    }
    assertThat(loss(student, List.of(targets(teacher, temperature, TOKENS)), temperature))
        .isCloseTo(9 * sum / PLACES, within(1e-6));
  }

  @Test
  void tokensThatAreNotNamedCountAsOne() {
    int top = 2;
    double sum = 0;
    SoftTargets targets = targets(teacher, 1, top);
    for (int place = 0; place < PLACES; place++) {
      double[] p = probabilities(teacher, place, 1);
      double[] q = probabilities(student, place, 1);
      double pRest = 1;
      double qRest = 1;
      for (int i = 0; i < top; i++) {
        int token = targets.ids()[place * top + i];
        sum += p[token] * Math.log(p[token] / q[token]);
        pRest -= p[token];
        qRest -= q[token];
      }
      sum += pRest * Math.log(pRest / qRest);
    }
    assertThat(loss(student, List.of(targets), 1)).isCloseTo(sum / PLACES, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"1, 7", "1, 2", "4, 7", "4, 2", "0.3, 2"})
  void aStudentThatSaysWhatItsTeacherSaysHasNoLoss(double temperature, int top) {
    List<SoftTargets> targets = List.of(targets(teacher, temperature, top));
    assertThat(loss(teacher, targets, temperature)).isCloseTo(0, within(1e-6));
    assertThat(loss(student, targets, temperature)).isGreaterThan(0.01);
  }

  @Test
  void clipsFollowOneAnother() {
    SoftTargets all = targets(teacher, 2, 3);
    SoftTargets first = part(all, 0, 2);
    SoftTargets second = part(all, 2, PLACES);
    assertThat(loss(student, List.of(first, second), 2)).isEqualTo(loss(student, List.of(all), 2));
  }

  private static SoftTargets part(SoftTargets all, int from, int to) {
    int top = all.top();
    return new SoftTargets(
        top,
        Arrays.copyOfRange(all.ids(), from * top, to * top),
        Arrays.copyOfRange(all.logProbabilities(), from * top, to * top),
        Arrays.copyOfRange(all.logRest(), from, to));
  }

  private static double loss(double[] scores, List<SoftTargets> targets, double temperature) {
    try (PointerScope _ = new PointerScope()) {
      return SoftLoss.of(Tensor.create(scores, PLACES, TOKENS), targets, temperature).item_double();
    }
  }

  /** What the teacher makes of its scores. */
  private static SoftTargets targets(double[] scores, double temperature, int top) {
    float[] floats = new float[scores.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) scores[i];
    }
    try (PointerScope _ = new PointerScope()) {
      return LiveTeacher.soft(Tensors.floats(floats, PLACES, TOKENS), temperature, top);
    }
  }

  private static double[] probabilities(double[] scores, int place, double temperature) {
    double[] powers = new double[TOKENS];
    double sum = 0;
    for (int i = 0; i < TOKENS; i++) {
      powers[i] = Math.exp(scores[place * TOKENS + i] / temperature);
      sum += powers[i];
    }
    for (int i = 0; i < TOKENS; i++) {
      powers[i] /= sum;
    }
    return powers;
  }

  private static double[] drawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, PLACES * TOKENS)
        .mapToDouble(_ -> 2 * random.nextGaussian())
        .toArray();
  }
}
