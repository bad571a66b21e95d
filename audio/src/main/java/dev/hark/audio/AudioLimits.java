package dev.hark.audio;

import java.time.Duration;

/**
 * How much of a recording is read before it is refused, so that a small hostile file cannot become
 * hours of samples.
 *
 * @param maxDuration longest recording, measured on the decoded samples
 * @param maxDecodedBytes most bytes of decoded samples, all channels counted at the native rate
 * @param timeout longest time, summed over all reads, to wait for a decoder outside this process;
 *     time that the caller spends between reads does not count
 */
public record AudioLimits(Duration maxDuration, long maxDecodedBytes, Duration timeout) {
  /** 12 hours, 64 GiB decoded, 10 minutes of waiting. */
  public static final AudioLimits DEFAULT =
      new AudioLimits(Duration.ofHours(12), 64L << 30, Duration.ofMinutes(10));

  public AudioLimits {
    if (!maxDuration.isPositive() || maxDuration.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException(
          "maxDuration is " + maxDuration + ", wanted more than 0 and at most 30 days");
    }
    if (maxDecodedBytes <= 0) {
      throw new IllegalArgumentException(
          "maxDecodedBytes is " + maxDecodedBytes + ", wanted more than 0");
    }
    if (!timeout.isPositive() || timeout.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException(
          "timeout is " + timeout + ", wanted more than 0 and at most 30 days");
    }
  }

  /** These limits with another longest recording. */
  public AudioLimits withMaxDuration(Duration duration) {
    return new AudioLimits(duration, maxDecodedBytes, timeout);
  }

  /** These limits with another most bytes of decoded samples. */
  public AudioLimits withMaxDecodedBytes(long bytes) {
    return new AudioLimits(maxDuration, bytes, timeout);
  }

  /** These limits with another longest wait. */
  public AudioLimits withTimeout(Duration time) {
    return new AudioLimits(maxDuration, maxDecodedBytes, time);
  }
}
