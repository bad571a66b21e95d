package dev.hark.cli;

import dev.hark.model.GoldenModels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Recordings for tests. */
final class Recordings {
  private static final int WAV_HEADER_BYTES = 44;
  private static final int FLOAT = 3;

  private Recordings() {}

  /** The 16-bit samples of a golden clip. */
  static byte[] clip(String name) {
    byte[] wav = bytes(GoldenModels.golden("clips/" + name + ".wav"));
    return Arrays.copyOfRange(wav, WAV_HEADER_BYTES, wav.length);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A WAV file of these samples that says it had {@code announcedBytes} of them. */
  static byte[] wav(
      int format, int channels, int rateHz, int bits, byte[] samples, long announcedBytes) {
    ByteBuffer file =
        ByteBuffer.allocate(WAV_HEADER_BYTES + samples.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt((int) (announcedBytes + 36)).put(ascii("WAVEfmt "));
    file.putInt(16).putShort((short) format).putShort((short) channels).putInt(rateHz);
    int frameBytes = channels * bits / 8;
    file.putInt(rateHz * frameBytes).putShort((short) frameBytes).putShort((short) bits);
    file.put(ascii("data")).putInt((int) announcedBytes).put(samples);
    return file.array();
  }

  static byte[] pcm16(byte[] samples) {
    return wav(1, 1, 16_000, 16, samples, samples.length);
  }

  /** Float samples of one value. */
  static byte[] floats(int count, float value) {
    ByteBuffer samples = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      samples.putFloat(value);
    }
    return wav(FLOAT, 1, 16_000, 32, samples.array(), 4L * count);
  }

  /** Speech in a format that only ffmpeg reads, as often as wanted. */
  static byte[] au(byte[] pcm16, int times) {
    ByteBuffer head = ByteBuffer.allocate(24).put(ascii(".snd"));
    head.putInt(24).putInt(pcm16.length * times).putInt(3).putInt(16_000).putInt(1);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(head.array());
    byte[] swapped = new byte[pcm16.length];
    for (int i = 0; i < pcm16.length; i++) {
      swapped[i] = pcm16[i ^ 1];
    }
    for (int i = 0; i < times; i++) {
      file.writeBytes(swapped);
    }
    return file.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
