package dev.hark.audio;

import dev.hark.audio.AudioException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Samples of a recording at 16 kHz, held to the longest duration, not yet brought into [-1, 1]. */
final class ResampledPcm implements AutoCloseable {
  private static final int BLOCK = 4096;

  /** Resampled at once where nobody waits for a live source: much at a time is faster. */
  private static final int BATCH = 1 << 15;

  private final MonoSamples samples;
  private final @Nullable Resampler resampler;
  private final String name;
  private final AudioLimits limits;
  private final long mostSamples;
  private final float[] block = new float[BLOCK];
  private final float[] ready;
  private final long leastReady;
  private int readyFrom;
  private int readyTo;
  private long delivered;
  private boolean ended;

  private ResampledPcm(MonoSamples samples, AudioSource source, AudioLimits limits) {
    this.samples = samples;
    this.name = source.name();
    this.limits = limits;
    this.mostSamples = limits.maxDuration().toMillis() * (PcmStream.SAMPLE_RATE_HZ / 1000);
    this.resampler =
        samples.sampleRateHz() == PcmStream.SAMPLE_RATE_HZ
            ? null
            : Resampler.create(samples.sampleRateHz(), PcmStream.SAMPLE_RATE_HZ);
    this.ready = new float[resampler == null ? 0 : BATCH];
    this.leastReady = source instanceof StreamSource ? 1 : BATCH;
  }

  /** Takes over the samples; if they say that they are too long, closes them and refuses. */
  static ResampledPcm of(MonoSamples samples, AudioSource source, AudioLimits limits) {
    Optional<Duration> known = samples.knownDuration();
    if (known.isPresent() && known.get().compareTo(limits.maxDuration()) > 0) {
      samples.close();
      throw tooLong(source.name(), "says it lasts " + spoken(known.get()), limits);
    }
    return new ResampledPcm(samples, source, limits);
  }

  Optional<Duration> knownDuration() {
    return samples.knownDuration();
  }

  /** As {@link PcmStream#read}. */
  int read(float[] buffer, int offset, int length) {
    int n;
    try {
      n =
          resampler == null
              ? samples.read(buffer, offset, length)
              : resampled(resampler, buffer, offset, length);
    } catch (IOException e) {
      throw new AudioException(
          Kind.UNREADABLE,
          "%s: reading stopped after %s: %s"
              .formatted(name, spoken(position()), OneLine.of(String.valueOf(e.getMessage()))),
          e);
    }
    if (n < 0 && delivered == 0) {
      throw new AudioException(Kind.EMPTY, name + ": has no sample, wanted a recording with sound");
    }
    delivered += Math.max(0, n);
    if (delivered > mostSamples) {
      throw goesOn(name, limits);
    }
    return n;
  }

  private int resampled(Resampler rate, float[] buffer, int offset, int length) throws IOException {
    if (readyFrom == readyTo) {
      while (!ended && rate.available() < leastReady) {
        int more = samples.read(block, 0, BLOCK);
        if (more < 0) {
          ended = true;
          rate.finish();
        } else {
          rate.accept(block, 0, more);
        }
      }
      readyFrom = 0;
      readyTo = rate.read(ready, 0, ready.length);
    }
    int n = Math.min(length, readyTo - readyFrom);
    System.arraycopy(ready, readyFrom, buffer, offset, n);
    readyFrom += n;
    return n == 0 ? -1 : n;
  }

  /** The largest magnitude of all that remains. */
  float peak() {
    float[] buffer = new float[BLOCK];
    float peak = 0;
    for (int n = read(buffer, 0, BLOCK); n >= 0; n = read(buffer, 0, BLOCK)) {
      peak = Math.max(peak, FullScale.peak(buffer, 0, n));
    }
    return peak;
  }

  /** All that remains. */
  float[] readAll() {
    long expected =
        knownDuration().map(d -> d.toMillis() * (PcmStream.SAMPLE_RATE_HZ / 1000)).orElse(0L);
    // A header may promise anything: memory beyond a minute is taken only as samples really come.
    float[] all = new float[(int) Math.min(expected + BLOCK, 60 * PcmStream.SAMPLE_RATE_HZ)];
    int length = 0;
    while (true) {
      if (length == all.length) {
        all = Arrays.copyOf(all, larger(length));
      }
      int n = read(all, length, all.length - length);
      if (n < 0) {
        return Arrays.copyOf(all, length);
      }
      length += n;
    }
  }

  private int larger(int length) {
    if (length > Integer.MAX_VALUE / 2) {
      throw new AudioException(
          Kind.TOO_LONG, name + ": more samples than one array can hold; read it with open()");
    }
    return length + length / 2;
  }

  private Duration position() {
    return Duration.ofMillis(delivered / (PcmStream.SAMPLE_RATE_HZ / 1000));
  }

  /** What is longer than is admitted, whatever it says. */
  static AudioException goesOn(String name, AudioLimits limits) {
    return tooLong(name, "goes on after " + spoken(limits.maxDuration()), limits);
  }

  private static AudioException tooLong(String name, String what, AudioLimits limits) {
    return new AudioException(
        Kind.TOO_LONG,
        "%s: %s, at most %s is read; cut it or raise maxDuration"
            .formatted(name, what, spoken(limits.maxDuration())));
  }

  /** As 1:02:03.450 (hours, minutes, seconds). */
  private static String spoken(Duration time) {
    return "%d:%02d:%02d.%03d"
        .formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart(), time.toMillisPart());
  }

  @Override
  public void close() {
    samples.close();
  }
}
