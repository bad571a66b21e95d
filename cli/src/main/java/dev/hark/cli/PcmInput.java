package dev.hark.cli;

import dev.hark.audio.PcmStream;
import dev.hark.audio.Resampler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Raw samples from a stream of bytes, mixed to one channel and brought to 16 kHz. */
final class PcmInput implements SoundInput {
  private static final int PORTIONS_A_SECOND = 20;

  /** How a sample is written; little-endian. */
  enum Format {
    S16LE(2),
    F32LE(4);

    private final int bytes;

    Format(int bytes) {
      this.bytes = bytes;
    }

    private float read(ByteBuffer from, int at) {
      return switch (this) {
        case S16LE -> from.getShort(at) / 32_768f;
        case F32LE -> {
          float value = from.getFloat(at);
          yield Float.isFinite(value) ? Math.clamp(value, -1, 1) : 0;
        }
      };
    }
  }

  private final InputStream in;
  private final Format format;
  private final int channels;
  private final boolean live;
  private final Optional<Resampler> resampler;
  private final byte[] bytes;
  private int held; // bytes of an unfinished frame
  private boolean ended;

  PcmInput(InputStream in, Format format, int channels, int rateHz, boolean live) {
    this.in = in;
    this.format = format;
    this.channels = channels;
    this.live = live;
    this.resampler =
        rateHz == PcmStream.SAMPLE_RATE_HZ
            ? Optional.empty()
            : Optional.of(Resampler.create(rateHz, PcmStream.SAMPLE_RATE_HZ));
    this.bytes = new byte[Math.max(1, rateHz / PORTIONS_A_SECOND) * frameBytes()];
  }

  private int frameBytes() {
    return channels * format.bytes;
  }

  @Override
  public float @Nullable [] read() throws IOException {
    if (ended) {
      return null;
    }
    int count = in.read(bytes, held, bytes.length - held);
    if (count < 0) {
      ended = true;
      return resampler.map(PcmInput::rest).orElse(null);
    }
    held += count;
    int frames = held / frameBytes();
    float[] samples = mixed(frames);
    int used = frames * frameBytes();
    System.arraycopy(bytes, used, bytes, 0, held - used);
    held -= used;
    return resampler.map(to16k -> resampled(to16k, samples)).orElse(samples);
  }

  private float[] mixed(int frames) {
    ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] samples = new float[frames]; // [frames]
    for (int frame = 0; frame < frames; frame++) {
      float sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += format.read(from, frame * frameBytes() + channel * format.bytes);
      }
      samples[frame] = sum / channels;
    }
    return samples;
  }

  private static float[] resampled(Resampler resampler, float[] samples) {
    resampler.accept(samples, 0, samples.length);
    return available(resampler);
  }

  private static float[] rest(Resampler resampler) {
    resampler.finish();
    return available(resampler);
  }

  private static float[] available(Resampler resampler) {
    float[] out = new float[Math.toIntExact(resampler.available())];
    int _ = resampler.read(out, 0, out.length);
    return out;
  }

  @Override
  public boolean live() {
    return live;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
