package dev.hark.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Speech in the codings of ITU-T G.711, at 8 kHz. */
final class Telephone {
  private Telephone() {}

  static byte[] encode(float[] samples, boolean aLaw) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      int value = Math.clamp(Math.round(samples[i] * 32768), -32768, 32767);
      bytes[i] = aLaw ? aLaw(value) : muLaw(value);
    }
    return bytes;
  }

  private static byte muLaw(int value) {
    int magnitude = Math.min(Math.abs(value) + 132, 32767);
    int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
    int mantissa = magnitude >> (exponent + 3) & 15;
    return (byte) ~((value < 0 ? 0x80 : 0) | exponent << 4 | mantissa);
  }

  private static byte aLaw(int value) {
    int magnitude = Math.min(Math.abs(value) >> 4, 2047);
    int exponent = magnitude < 16 ? 0 : 28 - Integer.numberOfLeadingZeros(magnitude);
    int mantissa = exponent < 2 ? magnitude & 15 : magnitude >> (exponent - 1) & 15;
    return (byte) (((value < 0 ? 0 : 0x80) | exponent << 4 | mantissa) ^ 0x55);
  }

  /** A WAV file with coded samples as they are. */
  static byte[] wav(byte[] coded, int tag) {
    ByteBuffer wav = ByteBuffer.allocate(44 + coded.length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + coded.length);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) tag).putShort((short) 1).putInt(8000).putInt(8000);
    wav.putShort((short) 1).putShort((short) 8);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(coded.length).put(coded);
    return wav.array();
  }
}
