package dev.hark.audio;

import java.util.Arrays;
import java.util.Optional;

/**
 * Samples without a header that arrive in portions of bytes, such as from a microphone or a network
 * connection: decodes them and brings them to 16 kHz as they come. Portions may be of any size; a
 * sample that is split over two of them is put together. Used by one thread at a time.
 */
public final class RawAudio {
  /** How a sample is written. */
  public enum Coding {
    /** 16 bits, signed, low byte first. */
    PCM16(SampleCoding.SIGNED_16),
    /** ITU-T G.711 mu-law, 8 bits. */
    MU_LAW(SampleCoding.MU_LAW),
    /** ITU-T G.711 A-law, 8 bits. */
    A_LAW(SampleCoding.A_LAW);

    private final SampleCoding coding;

    Coding(SampleCoding coding) {
      this.coding = coding;
    }

    /** Bytes of a sample. */
    public int bytes() {
      return coding.bytes();
    }
  }

  private final Coding coding;
  private final Optional<Resampler> resampler;
  private byte[] rest = {}; // the beginning of a sample

  private RawAudio(Coding coding, Optional<Resampler> resampler) {
    this.coding = coding;
    this.resampler = resampler;
  }

  /** Mono samples of a rate. */
  public static RawAudio create(Coding coding, int sampleRateHz) {
    return new RawAudio(
        coding,
        sampleRateHz == PcmStream.SAMPLE_RATE_HZ
            ? Optional.empty()
            : Optional.of(Resampler.create(sampleRateHz, PcmStream.SAMPLE_RATE_HZ)));
  }

  /** Takes the next bytes and returns the samples that are ready at 16 kHz, in [-1, 1]. */
  public float[] accept(byte[] bytes) {
    byte[] all = bytes;
    if (rest.length > 0) {
      all = Arrays.copyOf(rest, rest.length + bytes.length);
      System.arraycopy(bytes, 0, all, rest.length, bytes.length);
    }
    int samples = all.length / coding.bytes();
    float[] decoded = new float[samples]; // [samples]
    coding.coding.decode(all, decoded, samples);
    rest = Arrays.copyOfRange(all, samples * coding.bytes(), all.length);
    if (resampler.isEmpty()) {
      return decoded;
    }
    resampler.get().accept(decoded, 0, samples);
    return ready(resampler.get());
  }

  /** Ends the samples and returns the last of them; half a sample is dropped. */
  public float[] finish() {
    if (resampler.isEmpty()) {
      return new float[0];
    }
    resampler.get().finish();
    return ready(resampler.get());
  }

  private static float[] ready(Resampler resampler) {
    float[] samples = new float[Math.toIntExact(Math.max(0, resampler.available()))]; // [samples]
    int count = resampler.read(samples, 0, samples.length);
    FullScale.clip(samples, 0, count, 1);
    return samples;
  }
}
