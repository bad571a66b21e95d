package dev.hark.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes WAV files: 16-bit PCM, mono. */
public final class Wav {
  private static final int HEADER_BYTES = 44;

  private Wav() {}

  /** Writes samples at 16 kHz; see {@link #encode}. */
  public static void write(Path file, float[] samples) throws IOException {
    Files.write(file, encode(samples, PcmStream.SAMPLE_RATE_HZ));
  }

  /**
   * A whole WAV file: each sample times 32768, rounded, and kept within 16 bits, so that a file
   * that was read from 16-bit PCM is written back bit for bit.
   */
  public static byte[] encode(float[] samples, int sampleRateHz) {
    if (samples.length > (Integer.MAX_VALUE - HEADER_BYTES) / 2) {
      throw new IllegalArgumentException(
          samples.length + " samples are more than one WAV array can hold; write them in parts");
    }
    int dataBytes = 2 * samples.length;
    ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER_BYTES - 8 + dataBytes);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(sampleRateHz).putInt(2 * sampleRateHz);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(dataBytes);
    for (float sample : samples) {
      int rounded = Math.round(sample * 32768f);
      wav.putShort((short) Math.clamp(rounded, Short.MIN_VALUE, Short.MAX_VALUE));
    }
    return wav.array();
  }
}
