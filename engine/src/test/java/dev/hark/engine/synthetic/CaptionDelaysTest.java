package dev.hark.engine.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Coverage;
import dev.hark.engine.Segment;
import dev.hark.engine.StreamEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionDelaysTest {
  @Test
  void eachTenthOfASecondCountsFromItsEndToTheFirstTextThatIncludesIt() {
    long[] millis = {0};
    CaptionDelays delays = new CaptionDelays(() -> millis[0] * 1_000_000);
    delays.accept(new StreamEvent.SpeechStarted(0, Duration.ofSeconds(5)));
    millis[0] = 5500;
    delays.accept(partial(5200));
    millis[0] = 6000;
    delays.accept(partial(5200));
    delays.accept(
        new StreamEvent.Final(
            0,
            new Segment(
                Duration.ofSeconds(5), Duration.ofMillis(5350), "", "", List.of(), List.of()),
            Coverage.SPEECH,
            ""));
    assertThat(delays.seconds()).containsExactly(0.4, 0.3, 0.7);
  }

  private static StreamEvent.Partial partial(long heardMillis) {
    return new StreamEvent.Partial(0, "", "", "", Duration.ofMillis(heardMillis), List.of());
  }
}
