package dev.hark.engine.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubtitleTimesTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void goodTimesStayAsTheyAre() {
    assertThat(spreadMs(new int[] {0, 80, 80, 400, 480, 960}, SECOND))
        .containsExactly(0, 80, 80, 400, 480, 960);
  }

  @Test
  void wordWithoutDurationTakesRoomFromTheNext() {
    assertThat(spreadMs(new int[] {2080, 2320, 2320, 2320, 2320, 2560}, 3 * SECOND))
        .containsExactly(2080, 2320, 2320, 2400, 2400, 2560);
  }

  @Test
  void wordsAtTheEndMoveIntoTheAudio() {
    assertThat(spreadMs(new int[] {800, 960, 1040, 1040, 1040, 1200}, SECOND))
        .containsExactly(760, 840, 840, 920, 920, 1000);
  }

  @Test
  void manyWordsInLittleAudioShareIt() {
    assertThat(spreadMs(new int[] {0, 0, 0, 0, 0, 0, 0, 0}, 40_000_000))
        .containsExactly(0, 10, 10, 20, 20, 30, 30, 40);
  }

  @Test
  void moreWordsThanNanosecondsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SubtitleTimes.spread(new int[4], 1))
        .withMessageContaining("2 words");
  }

  @Test
  void spreadTimesArePositiveOrderedAndInsideTheAudio() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      int words = random.nextInt(40);
      int range = random.nextInt(1, 60);
      int[] raw = random.ints(2L * words, 0, range).map(c -> c * 80).sorted().toArray();
      long duration = random.nextLong(1_000, 5 * SECOND);

      long[] nanos = SubtitleTimes.spread(raw, duration);

      assertThat(nanos).as("seed %d", seed).hasSameSizeAs(raw).isSorted();
      for (int i = 0; i < words; i++) {
        assertThat(nanos[2 * i]).as("seed %d", seed).isNotNegative().isLessThan(nanos[2 * i + 1]);
      }
      assertThat(words == 0 ? 0 : nanos[2 * words - 1])
          .as("seed %d", seed)
          .isLessThanOrEqualTo(duration);
    }
  }

  private static long[] spreadMs(int[] timesMs, long durationNanos) {
    return Arrays.stream(SubtitleTimes.spread(timesMs, durationNanos))
        .map(n -> n / 1_000_000)
        .toArray();
  }
}
