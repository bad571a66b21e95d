package dev.hark.engine.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.synthetic.StreamMinute.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamMinuteTest {
  private static final int MINUTE = 60 * 16_000;

  @Test
  void stepsBelongToTheMinuteThatTheyEnd() {
    List<Step> steps =
        List.of(
            new Step(1, 1, 30, true, false, 10.5, 100),
            new Step(MINUTE, 1, 10, false, true, 11.0, 200),
            new Step(MINUTE - 5, 1, 20, true, false, 13.0, 300), // of another session
            new Step(MINUTE + 1, 1, 40, false, false, 14.0, 400),
            new Step(3 * MINUTE, 1, 50, false, false, 16.0, 500));

    assertThat(StreamMinute.of(steps, 10.0))
        .containsExactly(
            new StreamMinute(1, 3, 20, 500, 3.0, 300),
            new StreamMinute(2, 1, 40, 1000, 1.0, 400),
            new StreamMinute(3, 1, 50, 2000, 2.0, 500));
  }

  @Test
  void nothingHasNoMinutes() {
    assertThat(StreamMinute.of(List.of(), 0)).isEmpty();
  }
}
