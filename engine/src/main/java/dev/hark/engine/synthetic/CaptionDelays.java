package dev.hark.engine.synthetic;

import dev.hark.engine.StreamEvent;
import dev.hark.engine.StreamListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How late the captions of a session are whose audio comes at its own pace: for each tenth of a
 * second of a segment, the time from its arrival to the first text, partial or final, of audio that
 * includes it.
 */
final class CaptionDelays implements StreamListener {
  private static final long PORTION_NANOS = 100_000_000L;

  private final LongSupplier clock; // nanoseconds since the first sample was spoken
  private final List<Double> seconds = new ArrayList<>();
  private long shownNanos; // of the stream

  CaptionDelays(LongSupplier clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void accept(StreamEvent event) {
    switch (event) {
      case StreamEvent.SpeechStarted(long _, Duration at) -> shownNanos = at.toNanos();
      case StreamEvent.Partial partial -> shown(partial.heard().toNanos());
      case StreamEvent.Final end -> shown(end.text().end().toNanos());
      default -> {}
    }
  }

  private void shown(long heardNanos) {
    long now = clock.getAsLong();
    for (; shownNanos + PORTION_NANOS <= heardNanos; shownNanos += PORTION_NANOS) {
      seconds.add((now - shownNanos - PORTION_NANOS) / 1e9);
    }
  }

  /** All so far. */
  synchronized List<Double> seconds() {
    return List.copyOf(seconds);
  }
}
