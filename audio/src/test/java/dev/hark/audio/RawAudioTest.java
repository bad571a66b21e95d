package dev.hark.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawAudioTest {
  @ParameterizedTest
  @CsvSource({
    "PCM16, 8000, 1, 16",
    "PCM16, 16000, 1, 16",
    "PCM16, 24000, 1, 16",
    "PCM16, 48000, 1, 16",
    "MU_LAW, 8000, 7, 8",
    "A_LAW, 8000, 6, 8"
  })
  void portionsOfAnySizeGiveTheSamplesOfTheWavFile(
      RawAudio.Coding coding, int rateHz, int tag, int bits) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(1, 4000) * coding.bytes()];
      random.nextBytes(bytes);
      byte[] wav = WavBytes.pcm(bits).tag(tag).rateHz(rateHz).data(bytes).bytes();
      float[] expected;
      try (PcmStream stream = AudioReader.create().open(AudioSource.of(wav, "wav"))) {
        expected = Signals.drain(stream, 777);
      }
      RawAudio raw = RawAudio.create(coding, rateHz);
      float[] samples = {};
      for (int from = 0; from < bytes.length; ) {
        int to = Math.min(bytes.length, from + random.nextInt(0, 999));
        samples = join(samples, raw.accept(Arrays.copyOfRange(bytes, from, to)));
        from = to;
      }
      samples = join(samples, raw.accept(new byte[coding.bytes() - 1])); // half a sample
      samples = join(samples, raw.finish());

      assertThat(samples).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static float[] join(float[] a, float[] b) {
    float[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}
