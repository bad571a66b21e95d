package dev.hark.server.realtime;

import dev.hark.engine.Endpointing;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns found by the server.
 *
 * @param threshold likelihood of speech from which sound counts as such, 0.01 to 0.99
 * @param silence pause that ends a turn, 100 ms or more
 * @param idle audio without speech after which the client is told so
 */
record ServerVad(
    double threshold, Duration prefixPadding, Duration silence, Optional<Duration> idle) {
  private static final double MARGIN = 0.01;
  private static final Duration SHORTEST_SILENCE = Duration.ofMillis(100);

  static final ServerVad STANDARD =
      new ServerVad(0.5, Duration.ofMillis(300), Duration.ofMillis(500), Optional.empty());

  /** What is beyond the bounds is taken as the bound, and shown so to the client. */
  ServerVad {
    threshold = Math.clamp(threshold, MARGIN, 1 - MARGIN);
    silence = silence.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : silence;
  }

  Endpointing endpointing() {
    Endpointing turns =
        Endpointing.create()
            .withThreshold(threshold)
            .withPrefixPadding(prefixPadding)
            .withSilence(silence);
    return idle.map(turns::withIdle).orElse(turns);
  }
}
