package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class TwoAtOnceTest {
  @Test
  void everyIndexIsDoneOnce() {
    for (boolean parallel : new boolean[] {false, true}) {
      for (int count : new int[] {0, 1, 2, 31}) {
        AtomicIntegerArray done = new AtomicIntegerArray(count + 1);
        try (TwoAtOnce runs = TwoAtOnce.start(parallel)) {
          runs.forEach(count, done::incrementAndGet);
        }
        for (int i = 0; i <= count; i++) {
          assertThat(done.get(i)).as("index %d of %d", i, count).isEqualTo(i < count ? 1 : 0);
        }
      }
    }
  }

  @Test
  void twoAreDoneAtTheSameTime() {
    CyclicBarrier both = new CyclicBarrier(2);
    try (TwoAtOnce runs = TwoAtOnce.start(true)) {
      runs.forEach(2, _ -> await(both));
    }
    assertThat(both.getNumberWaiting()).isZero();
  }

  @Test
  void aFailureOfEitherThreadReachesTheCaller() {
    CyclicBarrier both = new CyclicBarrier(2);
    for (int failing : new int[] {0, 1}) {
      try (TwoAtOnce runs = TwoAtOnce.start(true)) {
        assertThatThrownBy(() ->
                runs.forEach(
                    2,
                    index -> {
                      await(both);
                      if (index == failing) {
                        throw new IllegalStateException("index " + index);
                      }
                    }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("index " + failing);
      }
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
