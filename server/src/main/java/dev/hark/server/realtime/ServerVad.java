package dev.hark.server.realtime;

import dev.hark.engine.Endpointing;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns found by the server.
 *
 * @param threshold likelihood of speech from which sound counts as such
 * @param idle audio without speech after which the client is told so
 */
record ServerVad(
    double threshold, Duration prefixPadding, Duration silence, Optional<Duration> idle) {
  static final ServerVad STANDARD =
      new ServerVad(0.5, Duration.ofMillis(300), Duration.ofMillis(500), Optional.empty());

  private static final double MARGIN = 0.01;
  private static final Duration SHORTEST_SILENCE = Duration.ofMillis(100);

  Endpointing endpointing() {
    return Endpointing.create()
        .withThreshold(Math.clamp(threshold, MARGIN, 1 - MARGIN))
        .withPrefixPadding(prefixPadding)
        .withSilence(silence.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : silence);
  }
}
