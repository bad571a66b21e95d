package dev.hark.engine.longform;

import dev.hark.audio.PcmStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * A contiguous part of a recording, short enough to be decoded at once. The array belongs to the
 * piece; nobody changes it.
 *
 * @param startSample index of the first sample in the recording
 * @param samples mono, 16 kHz // [samples]
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
public record Piece(long startSample, float[] samples) {
  private static final long NANOS_PER_SAMPLE = 1_000_000_000L / PcmStream.SAMPLE_RATE_HZ;

  /** Index after the last sample; where the next piece starts. */
  public long endSample() {
    return startSample + samples.length;
  }

  /** Length in seconds. */
  public double seconds() {
    return samples.length / (double) PcmStream.SAMPLE_RATE_HZ;
  }

  /** Start, counted from the start of the recording. */
  public Duration start() {
    return time(startSample);
  }

  /** End, counted from the start of the recording. */
  public Duration end() {
    return time(endSample());
  }

  /** The part [from, to) of this piece, indices counted from its own start. */
  Piece part(int from, int to) {
    return new Piece(startSample + from, Arrays.copyOfRange(samples, from, to));
  }

  /** The exact time of a sample: a sample lasts 62,500 ns. */
  public static Duration time(long sample) {
    return Duration.ofNanos(sample * NANOS_PER_SAMPLE);
  }
}
