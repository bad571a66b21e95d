package dev.hark.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamingLogMelTest {
  private final LogMel logMel = LogMel.create();

  @Test
  void isAtAnyTimeWhatTheWholeClipGives() {
    float[] clip = AudioReader.create().readAll(AudioSource.of(Golden.file("clips/jfk.wav")));
    for (long seed = 1; seed <= 6; seed++) {
      Random random = new Random(seed);
      int most = new int[] {1, 159, 500, 3000, 20_000, 200_000}[(int) seed - 1];
      StreamingLogMel stream = logMel.stream();
      int taken = 0;
      while (taken < clip.length) {
        int n = Math.min(clip.length - taken, 1 + random.nextInt(most));
        stream.accept(clip, taken, n);
        taken += n;
        assertThat(stream.samples()).isEqualTo(taken);
        if (random.nextInt(1 + 20_000 / most) == 0) {
          MelSpectrogram wanted = logMel.compute(clip, 0, taken);
          MelSpectrogram got = stream.compute();
          assertThat(got.frames()).isEqualTo(wanted.frames());
          assertThat(Arrays.equals(got.values(), wanted.values()))
              .as("seed %d, %d samples", seed, taken)
              .isTrue();
        }
      }
    }
  }

  @Test
  void nothingYieldsHalfASecondOfSilence() {
    assertThat(logMel.stream().compute().values()).hasSize(128 * 50).containsOnly(-1.5f);
  }
}
