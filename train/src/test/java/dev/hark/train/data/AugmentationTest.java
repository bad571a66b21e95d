package dev.hark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, 10, 30})
  void noiseIsAsLoudAsAsked(double decibels) {
    float[] speech = Tones.sine(440, 1);
    float[] mixed =
        AddedNoise.mix(
            speech.clone(), Noise.PINK.samples(speech.length, new SplittableRandom(1)), decibels);
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] -= speech[i];
    }
    assertThat(20 * Math.log10(Levels.rms(speech) / Levels.rms(mixed)))
        .isCloseTo(decibels, within(0.05));
  }

  @Test
  void nothingAboveFourKilohertzPassesTheBandLimit() {
    for (Optional<LineCode> telephone :
        List.of(
            Optional.<LineCode>empty(),
            Optional.of(LineCode.MU_LAW),
            Optional.of(LineCode.A_LAW),
            Optional.of(LineCode.ADPCM))) {
      float[] low = Narrowband.limit(Tones.sine(1000, 0.5), telephone);
      float[] high = Narrowband.limit(Tones.sine(5000, 0.5), telephone);
      assertThat(low).hasSize(8000);
      assertThat(20 * Math.log10(Levels.rms(low) / Levels.rms(Tones.sine(1000, 0.5))))
          .isBetween(-3.0, 0.5);
      assertThat(Levels.rms(high)).as("%s", telephone).isLessThan(Levels.rms(low) / 100);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.85, 1, 1.15})
  void speedChangesLengthAndPitchByItsFactor(double factor) {
    float[] played = Speed.play(Tones.sine(1000, 1), factor);
    assertThat(played).hasSize((int) Math.round(16_000 / factor));
    double there = Tones.power(played, 0, 8000, 1000 * factor);
    assertThat(there).isCloseTo(0.08, within(0.005));
  }

  @ParameterizedTest
  @EnumSource(Noise.class)
  void coloursTiltAsTheirNamesSay(Noise colour) {
    float[] noise = colour.samples(1 << 16, new SplittableRandom(3));
    assertThat(Levels.rms(noise)).isCloseTo(1, within(1e-3));
    double low = Levels.rms(Equalizer.shelf(noise.clone(), 500, 0));
    double white = 0.17; // what a one-pole filter at 500 Hz leaves of white noise, as amplitude
    switch (colour) {
      case WHITE -> assertThat(low).isBetween(0.2, 0.4);
      case PINK, BROWN -> assertThat(low).isGreaterThan(0.6);
      case VIOLET -> assertThat(low).isLessThan(white);
    }
  }

  @Test
  void aRoomRingsOnAfterTheSound() {
    float[] click = new float[16_000];
    click[100] = 0.9f;
    float[] heard = Room.reverberate(click, 1, 0.5, -6, new SplittableRandom(4));
    double early = Levels.rms(Arrays.copyOfRange(heard, 1000, 4000));
    double late = Levels.rms(Arrays.copyOfRange(heard, 12_000, 15_000));
    assertThat(early).isGreaterThan(10 * late).isGreaterThan(1e-4);
    assertThat(heard[100]).isCloseTo(0.9f, within(0.3f));
  }

  @Test
  void logarithmicCodesKeepWhatIsQuietInAFewSteps() {
    assertThat(LineCode.muLaw(0)).isZero();
    for (float x : new float[] {-0.9f, -0.01f, 0.001f, 0.5f}) {
      assertThat(LineCode.muLaw(x)).isCloseTo(x, within(Math.max(2e-4f, Math.abs(x) * 0.03f)));
      assertThat(LineCode.aLaw(x)).isCloseTo(x, within(Math.max(4e-4f, Math.abs(x) * 0.03f)));
    }
    Set<Float> mu = new TreeSet<>();
    Set<Float> a = new TreeSet<>();
    for (int i = -40_000; i <= 40_000; i++) {
      mu.add(LineCode.muLaw(i / 32_768f));
      a.add(LineCode.aLaw(i / 32_768f));
    }
    assertThat(mu).hasSizeBetween(250, 256);
    assertThat(a).hasSize(256).allMatch(value -> Math.abs(value) <= 1);
  }

  @Test
  void fourBitsOfDifferenceKeepSpeechButNotEverything() {
    float[] tone = Tones.sine(440, 0.5);
    float[] coded = LineCode.ADPCM.code(tone.clone());
    double error = 0;
    for (int i = 200; i < tone.length; i++) {
      error += Math.pow(coded[i] - tone[i], 2) / (tone.length - 200);
    }
    double ratio = 20 * Math.log10(Levels.rms(tone) / Math.sqrt(error));
    assertThat(ratio).isBetween(20.0, 50.0);
    float[] silence = LineCode.ADPCM.code(new float[1000]);
    assertThat(Levels.peak(silence)).isLessThan(1e-3f);
    float[] loud = LineCode.ADPCM.code(new float[] {5, 5, -5, Float.MAX_VALUE, -1, 1});
    assertThat(Levels.peak(loud)).isLessThanOrEqualTo(1.0001f);
  }

  @Test
  void theChainIsDeterministicLeavesItsInputAndStaysInRange() {
    float[] speech = Tones.sine(300, 1);
    float[] before = speech.clone();
    Augmentation chain = Augmentation.standard(Optional.of(random -> Tones.sine(700, 0.2)));
    for (int seed = 0; seed < 50; seed++) {
      float[] once = chain.apply(speech, new SplittableRandom(seed));
      assertThat(chain.apply(speech, new SplittableRandom(seed))).containsExactly(once);
      assertThat(once.length).isBetween(13_900, 18_900);
      for (float sample : once) {
        assertThat(Float.isFinite(sample)).isTrue();
      }
    }
    assertThat(speech).containsExactly(before);
  }

  @Test
  void masksFillBandsAndStretchesWithTheMean() {
    int frames = 200;
    float[] mel = new float[128 * frames];
    for (int i = 0; i < mel.length; i++) {
      mel[i] = i % 2 == 0 ? 1 : 3;
    }
    new SpecAugment(1, 24, 0, 0).mask(mel, 128, frames, new SplittableRandom(1));
    int masked = 0;
    for (int bin = 0; bin < 128; bin++) {
      boolean whole = true;
      for (int frame = 0; frame < frames; frame++) {
        whole &= mel[bin * frames + frame] == 2;
      }
      masked += whole ? 1 : 0;
    }
    assertThat(masked).isBetween(1, 24);
    int twos = 0;
    for (float value : mel) {
      twos += value == 2 ? 1 : 0;
    }
    assertThat(twos).isEqualTo(masked * frames);
  }
}
