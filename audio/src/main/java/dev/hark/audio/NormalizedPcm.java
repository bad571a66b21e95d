package dev.hark.audio;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Resampled samples, divided by a peak known beforehand and limited to [-1, 1]. */
final class NormalizedPcm implements PcmStream {
  private final ResampledPcm pcm;
  private final float divisor;

  NormalizedPcm(ResampledPcm pcm, float divisor) {
    this.pcm = pcm;
    this.divisor = divisor;
  }

  @Override
  public int read(float[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    int n = pcm.read(buffer, offset, length);
    if (n > 0) {
      FullScale.clip(buffer, offset, n, divisor);
    }
    return n;
  }

  @Override
  public Optional<Duration> knownDuration() {
    return pcm.knownDuration();
  }

  @Override
  public void close() {
    pcm.close();
  }
}
