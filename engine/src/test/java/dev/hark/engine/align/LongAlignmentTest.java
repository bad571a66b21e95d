package dev.hark.engine.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongAlignmentTest {
  private static final int RATE = 16_000;

  @Test
  void shortAudioIsOneWindow() {
    Talk talk = new Talk(new int[] {100, 400, 500, 900});

    assertThat(LongAlignment.align(180 * RATE, 2, LongAlignment.LONGEST_WINDOW, talk))
        .containsExactly(100, 400, 500, 900);
    assertThat(talk.windows).containsExactly("0-180 s, words 0-2");
  }

  @Test
  void everyWordOfALongTalkGetsItsTime() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int[] times = randomTalk(random, random.nextInt(200_000, 2_000_000));
      Talk talk = new Talk(times);
      int lastMs = times[times.length - 1];

      int[] aligned =
          LongAlignment.align(
              (lastMs + 1_000) * (RATE / 1000),
              times.length / 2,
              LongAlignment.LONGEST_WINDOW,
              talk);

      assertThat(aligned).as("seed %d, windows %s", seed, talk.windows).containsExactly(times);
    }
  }

  @Test
  void longSilenceBeforeTheFirstWordIsSkipped() {
    Talk talk = new Talk(new int[] {500_000, 500_400, 500_500, 501_000});

    assertThat(LongAlignment.align(600 * RATE, 2, LongAlignment.LONGEST_WINDOW, talk))
        .containsExactly(500_000, 500_400, 500_500, 501_000);
  }

  @Test
  void longSilenceAfterTheLastWordDoesNotMatter() {
    Talk talk = new Talk(new int[] {0, 400, 500, 1_000});

    assertThat(LongAlignment.align(3600 * RATE, 2, LongAlignment.LONGEST_WINDOW, talk))
        .containsExactly(0, 400, 500, 1_000);
    assertThat(talk.windows).hasSize(1);
  }

  @Test
  void modelThatAnswersNonsenseStillEndsWithATimeForEachWord() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      LongAlignment.Window nonsense =
          new LongAlignment.Window() {
            @Override
            public int[] align(int fromSample, int toSample, int fromWord, int toWord) {
              return random.ints(2L * (toWord - fromWord), 0, 400_000).sorted().toArray();
            }

            @Override
            public int lastThatFits(int fromWord, int samples) {
              return fromWord + 1 + random.nextInt(50);
            }
          };

      int[] aligned = LongAlignment.align(1000 * RATE, 300, LongAlignment.LONGEST_WINDOW, nonsense);

      assertThat(aligned).as("seed %d", seed).hasSize(600);
    }
  }

  private static int[] randomTalk(Random random, int durationMs) {
    List<Integer> times = new ArrayList<>();
    int clock = random.nextInt(5_000);
    int tempo = random.nextInt(200, 600);
    while (clock < durationMs) {
      times.add(clock);
      clock += random.nextInt(80, tempo);
      times.add(clock);
      clock += random.nextInt(15) == 0 ? random.nextInt(15_000) : random.nextInt(150);
    }
    return times.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A model that knows the truth but, like the real one, only inside of its window. */
  private static final class Talk implements LongAlignment.Window {
    private final int[] times;
    private final List<String> windows = new ArrayList<>();

    Talk(int[] times) {
      this.times = times;
    }

    @Override
    public int[] align(int fromSample, int toSample, int fromWord, int toWord) {
      windows.add(
          "%d-%d s, words %d-%d".formatted(fromSample / RATE, toSample / RATE, fromWord, toWord));
      int fromMs = fromSample / (RATE / 1000);
      int lengthMs = toSample / (RATE / 1000) - fromMs;
      int[] window = new int[2 * (toWord - fromWord)];
      for (int i = 0; i < window.length; i++) {
        window[i] = Math.clamp(times[2 * fromWord + i] - fromMs, 0, lengthMs);
      }
      return window;
    }

    @Override
    public int lastThatFits(int fromWord, int samples) {
      return fromWord + 1_000;
    }
  }
}
