package dev.hark.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class LogMelTest {
  private static final double TOLERANCE = 1e-4;

  private final LogMel logMel = LogMel.create();

  static Stream<JsonNode> clips() {
    return Golden.json("mel/index.json").get("clips").valueStream();
  }

  @ParameterizedTest
  @MethodSource("clips")
  void agreesWithTheReferenceOnEveryClip(JsonNode clip) {
    float[] samples = read(clip.get("wav").asString());
    assertThat(samples).hasSize(clip.get("samples").asInt());

    MelSpectrogram mel = logMel.compute(samples);

    assertThat(mel.frames()).isEqualTo(clip.get("frames").asInt());
    assertThat(mel.frames()).isEqualTo(LogMel.frames(samples.length));
    assertThat(distance(mel.values(), Golden.array("mel", clip.get("features"))))
        .isLessThanOrEqualTo(TOLERANCE);
    if (clip.has("features_original_unpadded")) {
      MelSpectrogram original = logMel.padded(samples, 0, samples.length, samples.length);
      float[] wanted = Golden.array("mel", clip.get("features_original_unpadded"));
      assertThat(distance(original.values(), wanted)).isLessThanOrEqualTo(TOLERANCE);
    }
  }

  @Test
  void filterBankIsTheReferenceOne() {
    float[] wanted = Golden.array("mel", Golden.json("mel/index.json").get("mel_filter_bank"));
    MelFilterBank bank = new MelFilterBank();
    double sum = 0;
    int filled = 0;
    for (int m = 0; m < 128; m++) {
      for (int k = 0; k < 201; k++) {
        double weight = bank.weight(m, k);
        assertThat(weight).isCloseTo(wanted[m * 201 + k], within(1e-8));
        sum += weight;
        filled += weight == 0 ? 0 : 1;
      }
    }
    assertThat(sum).isCloseTo(3.1909855285406996, within(1e-6));
    assertThat(filled).isEqualTo(394);
    assertThat(bank.weight(11, 7)).isCloseTo(0.04168174928351783, within(1e-8));
    assertThat(bank.weight(63, 42)).isCloseTo(0.0179350475, within(1e-8));
    assertThat(bank.weight(127, 191)).isCloseTo(0.000475695083, within(1e-8));
  }

  @Test
  void sineHasTheSpecifiedValues() {
    float[] sine = new float[16000];
    for (int i = 0; i < sine.length; i++) {
      sine[i] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * i / 16000));
    }
    MelSpectrogram mel = logMel.compute(sine);
    assertThat(mel.at(0, 0)).isCloseTo(0.90752f, within(1e-4f));
    assertThat(mel.at(16, 0)).isCloseTo(1.406968f, within(1e-4f));
    assertThat(mel.at(18, 50)).isCloseTo(1.485354f, within(1e-4f));
    assertThat(mel.at(64, 50)).isCloseTo(-0.514646f, within(1e-4f));
    assertThat(mel.at(17, 99)).isCloseTo(1.335882f, within(1e-4f));
  }

  @Test
  void chirpHasTheSpecifiedValues() {
    float[] chirp = new float[16000];
    for (int i = 0; i < chirp.length; i++) {
      double t = i / 16000.0;
      chirp[i] = (float) (0.3 * Math.sin(2 * Math.PI * (200 * t + 1500 * t * t)));
    }
    MelSpectrogram mel = logMel.compute(chirp);
    assertThat(mel.at(0, 0)).isCloseTo(0.979187f, within(1e-4f));
    assertThat(mel.at(40, 30)).isCloseTo(0.432624f, within(1e-4f));
    assertThat(mel.at(60, 50)).isCloseTo(0.365446f, within(1e-4f));
    assertThat(mel.at(127, 99)).isCloseTo(-0.485872f, within(1e-4f));
  }

  @Test
  void silenceIsFlat() {
    MelSpectrogram mel = logMel.compute(new float[16000]);
    assertThat(mel.frames()).isEqualTo(100);
    for (float value : mel.values()) {
      assertThat(value).isEqualTo(-1.5f);
    }
  }

  @Test
  void fastTransformAgreesWithThePlainDefinition() {
    long seed = 20260101;
    Random random = new Random(seed);
    for (int n : new int[] {0, 1, 399, 7999, 8000, 8001, 12345}) {
      float[] samples = new float[n];
      for (int i = 0; i < n; i++) {
        samples[i] = (float) (0.2 * random.nextGaussian() * Math.exp(-i / 2000.0));
      }
      MelSpectrogram fast = logMel.compute(samples);
      double[] plain = PlainLogMel.compute(samples);
      assertThat(fast.values()).hasSize(plain.length);
      for (int i = 0; i < plain.length; i++) {
        assertThat((double) fast.values()[i])
            .as("seed %d, %d samples, value %d", seed, n, i)
            .isCloseTo(plain[i], within(1e-6));
      }
    }
  }

  @Test
  void partOfAnArrayCountsAsAClip() {
    float[] samples = read("wav/jfk-part.wav");
    MelSpectrogram part = logMel.compute(samples, 1234, 20000);
    float[] alone = java.util.Arrays.copyOfRange(samples, 1234, 21234);
    assertThat(part.values()).isEqualTo(logMel.compute(alone).values());
  }

  static double distance(float[] got, float[] wanted) {
    assertThat(got).hasSize(wanted.length);
    double worst = 0;
    for (int i = 0; i < got.length; i++) {
      worst = Math.max(worst, Math.abs(got[i] - wanted[i]));
    }
    return worst;
  }

  private static float[] read(String wav) {
    return AudioReader.create().readAll(AudioSource.of(Golden.file("mel/" + wav)));
  }
}
