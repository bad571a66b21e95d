package dev.hark.audio;

import java.time.Duration;
import java.util.Optional;

/**
 * Mono samples at 16 kHz in [-1, 1], decoded while they are read. One thread at a time; closing it
 * ends the decoder and closes what was opened for it.
 */
public interface PcmStream extends AutoCloseable {
  /** Samples in a second of every stream. */
  int SAMPLE_RATE_HZ = 16_000;

  /**
   * Fills a part of the buffer, and waits until at least one sample is there.
   *
   * @return how many samples were written, or -1 at the end
   * @throws AudioException if the recording is damaged or exceeds its limits
   */
  int read(float[] buffer, int offset, int length);

  /**
   * How long the recording says it is, where it says so. A damaged file may hold less or more than
   * it says.
   */
  Optional<Duration> knownDuration();

  @Override
  void close();
}
