package dev.hark.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged WAV files are read or refused, soon, and never fail in any other way. */
class WavMutationTest {
  private static final int MUTANTS = 3000;
  private static final long SEED = 20260711;
  private static final Duration HANG = Duration.ofSeconds(5);

  /** Numbers that break careless arithmetic. */
  private static final int[] EXTREMES = {0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0x7fffffff};

  private final AudioReader reader =
      AudioReader.create(AudioLimits.DEFAULT.withMaxDuration(Duration.ofSeconds(10)));

  @Test
  void mutantsAreReadOrRefused() {
    Random random = new Random(SEED);
    List<byte[]> sound =
        List.of(
            WavBytes.pcm(16).samples(new float[300]).bytes(),
            WavBytes.pcm(8)
                .rateHz(8000)
                .chunkBeforeData("LIST", new byte[9], true)
                .samples(new float[99])
                .bytes(),
            WavBytes.pcm(24).channels(2).rateHz(44100).extensible().samples(new float[400]).bytes(),
            WavBytes.floats(64).rateHz(48000).samples(new float[100]).bytes(),
            WavBytes.floats(32).channels(6).samples(new float[600]).bytes(),
            WavBytes.pcm(16)
                .form("RF64")
                .bigDataSize(600)
                .dataSize(-1)
                .samples(new float[300])
                .bytes());
    int read = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutate(sound.get(i % sound.size()), random);
      if (assertTimeoutPreemptively(HANG, () -> isRead(mutant))) {
        read++;
      }
    }
    assertThat(read).isBetween(MUTANTS / 10, MUTANTS * 9 / 10);
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  private boolean isRead(byte[] mutant) {
    try {
      return reader.readAll(AudioSource.of(mutant, "mutant")).length > 0;
    } catch (AudioException e) {
      assertThat(e.getMessage()).startsWith("mutant: ").doesNotContain("\n");
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + SEED + ", mutant " + Arrays.toString(mutant), e);
    }
  }

  private static byte[] mutate(byte[] sound, Random random) {
    byte[] mutant = sound.clone();
    int header = Math.min(sound.length, 120);
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(header - 4);
      switch (random.nextInt(5)) {
        case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutant[at] = (byte) random.nextInt(256);
        case 2 -> {
          int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
          for (int b = 0; b < 4; b++) {
            mutant[at + b] = (byte) (extreme >> (8 * b));
          }
        }
        case 3 -> System.arraycopy(sound, random.nextInt(header - 4), mutant, at, 4);
        default -> {
          if (random.nextInt(4) == 0) {
            return Arrays.copyOf(mutant, random.nextInt(mutant.length));
          }
        }
      }
    }
    return mutant;
  }
}
