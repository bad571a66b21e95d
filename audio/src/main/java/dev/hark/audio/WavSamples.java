package dev.hark.audio;

import dev.hark.audio.AudioException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * The samples after a WAV header, channels averaged. What is really there is read, at most as much
 * as the header promises; a last frame that is cut off is dropped.
 */
final class WavSamples implements MonoSamples {
  /** Far above any scale that means something, far below where sums overflow. */
  private static final float LARGEST_SAMPLE = 1e12f;

  private static final int BLOCK_FRAMES = 4096;

  private final InputStream in;
  private final WavHeader header;
  private final SampleCoding coding;
  private final String name;
  private final AudioLimits limits;
  private final Optional<Duration> knownDuration;
  private final byte[] bytes;
  private final float[] interleaved; // [frames, channels]
  private long remainingBytes;
  private long framesRead;

  /**
   * @param in stands on the first sample; closed with this
   * @param availableBytes bytes that follow, or {@link WavHeader#UNKNOWN_SIZE}
   */
  WavSamples(
      InputStream in,
      WavHeader header,
      SampleCoding coding,
      long availableBytes,
      String name,
      AudioLimits limits) {
    this.in = in;
    this.header = header;
    this.coding = coding;
    this.name = name;
    this.limits = limits;
    this.remainingBytes = header.dataBytes();
    long truth = Math.min(header.dataBytes(), availableBytes);
    int frameBytes = header.channels() * coding.bytes();
    this.knownDuration =
        truth == WavHeader.UNKNOWN_SIZE
            ? Optional.empty()
            : Optional.of(seconds(truth / frameBytes, header.sampleRateHz()));
    this.bytes = new byte[BLOCK_FRAMES * frameBytes];
    this.interleaved = new float[BLOCK_FRAMES * header.channels()];
  }

  @Override
  public int sampleRateHz() {
    return header.sampleRateHz();
  }

  /** Bytes of samples of all channels. */
  long bytesPerSecond() {
    return (long) header.sampleRateHz() * header.channels() * coding.bytes();
  }

  @Override
  public boolean mayExceedFullScale() {
    return coding.isFloat();
  }

  @Override
  public Optional<Duration> knownDuration() {
    return knownDuration;
  }

  @Override
  public int read(float[] buffer, int offset, int length) throws IOException {
    int channels = header.channels();
    int frameBytes = channels * coding.bytes();
    int wantedFrames = (int) Math.min(Math.min(length, BLOCK_FRAMES), remainingBytes / frameBytes);
    int frames = in.readNBytes(bytes, 0, wantedFrames * frameBytes) / frameBytes;
    if (frames == 0) {
      return -1;
    }
    remainingBytes -= (long) frames * frameBytes;
    if ((framesRead + frames) * frameBytes > limits.maxDecodedBytes()) {
      throw new AudioException(
          Kind.TOO_LONG,
          "%s: more than %d bytes of samples, the most that is read; cut it or raise maxDecodedBytes"
              .formatted(name, limits.maxDecodedBytes()));
    }
    coding.decode(bytes, interleaved, frames * channels);
    if (coding.isFloat()) {
      checkSamples(frames * channels);
    }
    mixDown(buffer, offset, frames);
    framesRead += frames;
    return frames;
  }

  private void mixDown(float[] buffer, int offset, int frames) {
    int channels = header.channels();
    switch (channels) {
      case 1 -> System.arraycopy(interleaved, 0, buffer, offset, frames);
      case 2 -> {
        for (int i = 0; i < frames; i++) {
          buffer[offset + i] = (interleaved[2 * i] + interleaved[2 * i + 1]) / 2;
        }
      }
      default -> {
        for (int i = 0; i < frames; i++) {
          float sum = 0;
          for (int c = 0; c < channels; c++) {
            sum += interleaved[i * channels + c];
          }
          buffer[offset + i] = sum / channels;
        }
      }
    }
  }

  private void checkSamples(int samples) {
    for (int i = 0; i < samples; i++) {
      if (!(Math.abs(interleaved[i]) <= LARGEST_SAMPLE)) {
        int channels = header.channels();
        throw new AudioException(
            Kind.DAMAGED,
            "%s: sample %d of channel %d is %s, wanted a finite number around [-1, 1]"
                .formatted(name, framesRead + i / channels, i % channels, interleaved[i]));
      }
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new AudioException(Kind.UNREADABLE, name + ": cannot be closed: " + e.getMessage(), e);
    }
  }

  private static Duration seconds(long frames, int rateHz) {
    return Duration.ofSeconds(
        frames / rateHz, (long) (frames % rateHz * (1_000_000_000.0 / rateHz)));
  }
}
