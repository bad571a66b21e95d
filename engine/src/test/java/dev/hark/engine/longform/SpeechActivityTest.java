package dev.hark.engine.longform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpeechActivityTest {
  @Test
  void digitalSilenceIsSilentAndInactive() {
    SpeechActivity activity = SpeechActivity.of(Sounds.silence(5));

    assertThat(activity.isSilent()).isTrue();
    assertThat(activity.activeSeconds()).isZero();
    assertThat(activity.quietStretches(16_000))
        .containsExactly(new SpeechActivity.Stretch(0, 80_000));
  }

  @Test
  void steadyNoiseIsInactiveAtAnyLoudness() {
    for (double amplitude : new double[] {0.001, 0.03, 0.9}) {
      SpeechActivity activity = SpeechActivity.of(Sounds.noise(10, amplitude, 3));

      assertThat(activity.activeSeconds()).as("amplitude %s", amplitude).isZero();
      assertThat(activity.isSilent()).as("amplitude %s", amplitude).isFalse();
    }
  }

  @Test
  void speechIsActiveEvenWhenItIsFaintOrNeverPauses() {
    for (double gain : new double[] {1, 0.05}) {
      float[] samples = Sounds.speech(10, 4);
      for (int i = 0; i < samples.length; i++) {
        samples[i] *= (float) gain;
      }
      assertThat(SpeechActivity.of(samples).activeSeconds()).as("gain %s", gain).isGreaterThan(4);
    }
  }

  @Test
  void silenceWithinSpeechIsFound() {
    float[] samples =
        Sounds.concat(Sounds.speech(5, 1), Sounds.noise(6, 0.001, 2), Sounds.speech(5, 3));

    List<SpeechActivity.Stretch> quiet = SpeechActivity.of(samples).quietStretches(48_000);

    assertThat(quiet).hasSize(1);
    assertThat(quiet.getFirst().from() / 16_000.0).isCloseTo(5.15, within(0.2));
    assertThat(quiet.getFirst().to() / 16_000.0).isCloseTo(10.85, within(0.2));
  }

  @Test
  void anythingIsMeasuredDownToNoSamples() {
    for (int samples : new int[] {0, 1, 159, 160, 799, 800, 801}) {
      assertThat(SpeechActivity.of(new float[samples]).isSilent()).isTrue();
    }
  }
}
