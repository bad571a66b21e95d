package dev.hark.audio;

import dev.hark.audio.AudioException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Decoded samples of a recording that is refused as soon as it turns out to be longer than it says
 * and than is admitted. A few kilobytes can decode to hours, so neither is found out by decoding
 * them: where the container states no length, or less than what comes, the packets are counted.
 */
final class HeldToLength implements MonoSamples {
  private static final Duration LEEWAY = Duration.ofSeconds(5);
  private static final double RELATIVE_LEEWAY = 1.02;

  /** Packets may hold more than they say: some codecs double the rate of what was written. */
  private static final int MOST_TIMES_COUNTED = 2;

  private static final Duration BEYOND_COUNTED = Duration.ofMinutes(1);

  private final FfmpegSamples samples;
  private final PacketLength packets;
  private final String name;
  private final AudioLimits limits;
  private final Optional<Duration> length;
  private boolean counted;
  private long mostFrames;
  private long frames;

  private HeldToLength(
      FfmpegSamples samples, PacketLength packets, String name, AudioLimits limits) {
    this.samples = samples;
    this.packets = packets;
    this.name = name;
    this.limits = limits;
    Optional<Duration> stated = samples.knownDuration();
    this.counted = stated.isEmpty();
    this.length = stated.or(packets::measure);
    this.mostFrames =
        length
            .map(time -> frames(time, counted ? MOST_TIMES_COUNTED : RELATIVE_LEEWAY))
            .orElse(Long.MAX_VALUE);
    if (counted) {
      checkCounted(length);
    }
    checkBytes();
  }

  /** Takes over the samples; closes them if they are refused. */
  static HeldToLength of(
      FfmpegSamples samples, PacketLength packets, String name, AudioLimits limits) {
    try {
      return new HeldToLength(samples, packets, name, limits);
    } catch (RuntimeException e) {
      samples.close();
      throw e;
    }
  }

  private long frames(Duration time, double times) {
    Duration more = counted ? BEYOND_COUNTED : LEEWAY;
    return (long) ((time.toMillis() * times + more.toMillis()) / 1e3 * samples.sampleRateHz());
  }

  private void checkBytes() {
    double bytes = length.orElse(Duration.ZERO).toMillis() / 1e3 * samples.bytesPerSecond();
    if (bytes > limits.maxDecodedBytes()) {
      throw new AudioException(
          Kind.TOO_LONG,
          "%s: would be %.0f bytes of samples, at most %d are read; cut it or raise maxDecodedBytes"
              .formatted(name, bytes, limits.maxDecodedBytes()));
    }
  }

  @Override
  public int sampleRateHz() {
    return samples.sampleRateHz();
  }

  @Override
  public boolean mayExceedFullScale() {
    return samples.mayExceedFullScale();
  }

  @Override
  public Optional<Duration> knownDuration() {
    return length;
  }

  @Override
  public int read(float[] buffer, int offset, int count) throws IOException {
    int n = samples.read(buffer, offset, count);
    frames += Math.max(0, n);
    if (frames > mostFrames) {
      goesOn();
    }
    return n;
  }

  private void goesOn() {
    if (counted) {
      throw new AudioException(
          Kind.DAMAGED,
          "%s: damaged: decodes to more than twice what its packets say they hold".formatted(name));
    }
    counted = true;
    Optional<Duration> real = packets.measure();
    checkCounted(real);
    mostFrames = real.map(time -> frames(time, MOST_TIMES_COUNTED)).orElse(Long.MAX_VALUE);
  }

  private void checkCounted(Optional<Duration> real) {
    if (real.isPresent() && real.get().compareTo(limits.maxDuration()) > 0) {
      throw ResampledPcm.goesOn(name, limits);
    }
  }

  @Override
  public void close() {
    samples.close();
  }
}
