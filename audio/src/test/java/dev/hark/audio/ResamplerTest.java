package dev.hark.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ResamplerTest {
  static Stream<JsonNode> recordings() {
    return Golden.json("mel/index.json").get("resampling").valueStream();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void agreesWithTheReferenceResampler(JsonNode recording) {
    AudioSource source = AudioSource.of(Golden.file("mel/" + recording.get("wav").asString()));
    float[] got = AudioReader.create().readAll(source);
    float[] wanted = Golden.array("mel", recording.get("waveform_16k"));

    assertThat(got).hasSize(recording.get("samples_out").asInt());
    double signal = 0;
    double noise = 0;
    double worst = 0;
    for (int i = 400; i < got.length - 400; i++) {
      double difference = got[i] - wanted[i];
      signal += (double) wanted[i] * wanted[i];
      noise += difference * difference;
      worst = Math.max(worst, Math.abs(difference));
    }
    // Tighter than the tolerances of the golden vectors (60 dB, 1e-3, 2e-3): what is reached.
    double snrDb = 10 * Math.log10(signal / Math.max(noise, 1e-30));
    assertThat(snrDb).isGreaterThanOrEqualTo(85);
    assertThat(worst).isLessThanOrEqualTo(2e-5);

    float[] mel = LogMel.create().compute(got).values();
    float[] wantedMel = Golden.array("mel", recording.get("logmel"));
    assertThat(mel).hasSize(wantedMel.length);
    double sum = 0;
    for (int i = 0; i < mel.length; i++) {
      sum += Math.abs(mel[i] - wantedMel[i]);
    }
    assertThat(sum / mel.length).isLessThanOrEqualTo(2e-4);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1000, 8000, 11025, 12000, 15999, 22050, 44100, 44101, 48000, 96000, 192000, 767999, 768000
      })
  void agreesWithThePlainDefinitionAtEveryRate(int fromHz) {
    float[] noise = noise(Math.max(2000, fromHz / 20), fromHz);
    float[] fast = Resampler.resample(noise, fromHz, 16000);
    assertThat(fast).hasSize((int) Math.ceilDiv((long) noise.length * 16000, (long) fromHz));
    for (int k = 0; k < fast.length; k += 1 + fast.length / 200) {
      assertThat(fast[k])
          .as("rate %d, sample %d", fromHz, k)
          .isCloseTo((float) PlainResampler.sample(noise, fromHz, 16000, k), within(2e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 44100, 47999, 48000, 192000})
  void blocksDoNotChangeABit(int fromHz) {
    float[] noise = noise(30_000, 7);
    float[] whole = Resampler.resample(noise, fromHz, 16000);
    Random random = new Random(fromHz);
    Resampler resampler = Resampler.create(fromHz, 16000);
    float[] parts = new float[whole.length];
    int taken = 0;
    int given = 0;
    while (taken < noise.length) {
      int n = Math.min(noise.length - taken, random.nextInt(3000));
      resampler.accept(noise, taken, n);
      taken += n;
      given += resampler.read(parts, given, Math.min(parts.length - given, random.nextInt(2000)));
    }
    resampler.finish();
    for (int n = 1; n > 0; given += n) {
      n = resampler.read(parts, given, Math.min(parts.length - given, 100));
    }
    assertThat(given).isEqualTo(whole.length);
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void tonesKeepTheirLevelAndPitchOrDisappear() {
    for (int fromHz : new int[] {44100, 48000, 50001}) {
      float[] kept = Resampler.resample(tone(1000, fromHz, fromHz), fromHz, 16000);
      float[] wanted = tone(1000, 16000, 16000);
      float[] gone = Resampler.resample(tone(8400, fromHz, fromHz), fromHz, 16000);
      for (int i = 400; i < 15600; i++) {
        assertThat(kept[i]).isCloseTo(wanted[i], within(2e-5f));
        assertThat(gone[i]).isCloseTo(0, within(2e-5f));
      }
    }
  }

  @Test
  void constantStaysConstant() {
    float[] constant = new float[20000];
    Arrays.fill(constant, 0.3f);
    float[] resampled = Resampler.resample(constant, 44100, 16000);
    for (int i = 400; i < resampled.length - 400; i++) {
      assertThat(resampled[i]).isCloseTo(0.3f, within(1e-6f));
    }
  }

  private static float[] tone(double hertz, int rateHz, int samples) {
    float[] tone = new float[samples];
    for (int i = 0; i < samples; i++) {
      tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / rateHz));
    }
    return tone;
  }

  private static float[] noise(int samples, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[samples];
    for (int i = 0; i < samples; i++) {
      noise[i] = (float) (random.nextDouble() - 0.5);
    }
    return noise;
  }
}
