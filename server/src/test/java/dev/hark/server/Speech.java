package dev.hark.server;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.Resampler;
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

  /** The beginning of the golden clip, 16 bits at 24 kHz. */
  static byte[] pcm24(int samples) {
    float[] clip = AudioReader.create().readAll(AudioSource.of(TestServer.JFK));
    return Arrays.copyOf(pcm16(Resampler.resample(clip, 16_000, 24_000)), samples * 2);
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
