package dev.hark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocalTractTest {
  private final LogMel logMel = LogMel.create();

  @Test
  void aFactorOfOneChangesNothing() {
    SplittableRandom random = new SplittableRandom(3);
    float[] noise = new float[12_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    assertThat(logMel.compute(noise, new VocalTract(1).sourceHz()).values())
        .containsExactly(logMel.compute(noise).values());
  }

  @Test
  void aToneIsHeardAtTheFrequencyThatTheFactorSays() {
    for (double factor : new double[] {0.82, 0.9, 1.1, 1.22}) {
      for (double hertz : new double[] {400, 1500, 3000}) {
        MelSpectrogram moved = logMel.compute(tone(hertz), new VocalTract(factor).sourceHz());
        MelSpectrogram there = logMel.compute(tone(hertz * factor));
        assertThat(loudest(moved))
            .as("%s Hz by %s", hertz, factor)
            .isCloseTo(loudest(there), within(1));
      }
    }
  }

  @Test
  void frequenciesKeepTheirOrderAndBothEndsStay() {
    for (double factor : new double[] {0.82, 0.95, 1.05, 1.22}) {
      DoubleUnaryOperator sourceHz = new VocalTract(factor).sourceHz();
      assertThat(sourceHz.applyAsDouble(0)).isZero();
      assertThat(sourceHz.applyAsDouble(8000)).isEqualTo(8000);
      for (int hertz = 0; hertz < 8000; hertz++) {
        double step = sourceHz.applyAsDouble(hertz + 1) - sourceHz.applyAsDouble(hertz);
        assertThat(step).as("%d Hz by %s", hertz, factor).isBetween(0.5, 2.0);
      }
    }
  }

  @Test
  void aSeedRepeatsAndFactorsAreOnBothSidesOfOne() {
    List<VocalTract> drawn = draw(5);
    assertThat(draw(5)).isEqualTo(drawn);
    assertThat(draw(6)).isNotEqualTo(drawn);
    assertThat(drawn).allMatch(tract -> tract.factor() >= 0.82 && tract.factor() < 1.22);
    assertThat(drawn.stream().filter(tract -> tract.factor() > 1).count()).isBetween(40L, 70L);
  }

  @Test
  void aFactorThatLeavesNoRoomAboveTheBoundaryIsRefused() {
    for (double wrong : new double[] {0, -1, 0.6, 5.0 / 3, Double.NaN}) {
      assertThatThrownBy(() -> new VocalTract(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("wanted more than 0.60 and less than 1.67");
    }
  }

  private static List<VocalTract> draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, 100).mapToObj(_ -> VocalTract.draw(random)).toList();
  }

  private static float[] tone(double hertz) {
    float[] samples = new float[16_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.3 * Math.sin(2 * Math.PI * hertz * i / 16_000));
    }
    return samples;
  }

  /** The loudest band in the middle of a clip. */
  private static int loudest(MelSpectrogram mel) {
    int frame = mel.frames() / 2;
    int loudest = 0;
    for (int band = 1; band < MelSpectrogram.MELS; band++) {
      loudest = mel.at(band, frame) > mel.at(loudest, frame) ? band : loudest;
    }
    return loudest;
  }
}
