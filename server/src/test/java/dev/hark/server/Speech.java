package dev.hark.server;

import java.util.Arrays;

/** Samples for tests. */
final class Speech {
  private Speech() {}

  static float[] join(float[]... parts) {
    float[] all = {};
    for (float[] part : parts) {
      int length = all.length;
      all = Arrays.copyOf(all, length + part.length);
      System.arraycopy(part, 0, all, length, part.length);
    }
    return all;
  }

  /** 16 bits each, low byte first. */
  static byte[] pcm16(float[] samples) {
    byte[] bytes = new byte[2 * samples.length];
    for (int i = 0; i < samples.length; i++) {
      int value = Math.clamp(Math.round(samples[i] * 32768), -32768, 32767);
      bytes[2 * i] = (byte) value;
      bytes[2 * i + 1] = (byte) (value >> 8);
    }
    return bytes;
  }
}
