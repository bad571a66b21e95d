package dev.hark.audio;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Mono samples at the recording's own rate, not yet brought into [-1, 1]. */
interface MonoSamples extends AutoCloseable {
  int sampleRateHz();

  /** True if a sample may lie outside [-1, 1]. */
  boolean mayExceedFullScale();

  Optional<Duration> knownDuration();

  /** Fills a part of the buffer with at least one sample; -1 at the end. */
  int read(float[] buffer, int offset, int length) throws IOException;

  @Override
  void close();
}
