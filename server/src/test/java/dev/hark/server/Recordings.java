package dev.hark.server;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.Wav;
import dev.hark.model.GoldenModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Recordings made for a test. */
final class Recordings {
  private static final int RATE_HZ = 16_000;

  private Recordings() {}

  /** Loud noise, which keeps a model busy. */
  static Path noise(Path file, int seconds) throws IOException {
    Random random = new Random(1);
    int dataBytes = seconds * RATE_HZ * 2;
    byte[] bytes = header(dataBytes + 44, dataBytes, RATE_HZ, 1);
    ByteBuffer wav = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(44);
    for (int i = 0; i < seconds * RATE_HZ; i++) {
      wav.putShort((short) (random.nextGaussian() * 4000));
    }
    return Files.write(file, bytes);
  }

  /** Speech of this length: golden clips, one after the other. */
  static Path speech(Path folder, int seconds) throws IOException {
    float[] clip =
        AudioReader.create().readAll(AudioSource.of(GoldenModels.golden("clips/c33.wav")));
    float[] samples = new float[seconds * RATE_HZ];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = clip[i % clip.length];
    }
    Path file = folder.resolve("long-%d.wav".formatted(seconds));
    Wav.write(file, samples);
    return file;
  }

  /** Small files that claim to be, or become, far too much. */
  static List<Path> bombs(Path folder) throws IOException {
    return List.of(
        Files.write(folder.resolve("rate.wav"), header(100_000, 99_956, 1, 1)),
        Files.write(folder.resolve("size.wav"), header(100, -1, 0x7fffffff, 1)),
        Files.write(folder.resolve("channels.wav"), header(100_000, 99_956, 655_350, 65_535)),
        Files.write(folder.resolve("nested.mp4"), nestedBoxes(10_000)),
        Files.write(folder.resolve("id3.mp3"), hugeTag(50 << 20)));
  }

  private static byte[] header(int fileBytes, int dataBytes, int rateHz, int channels) {
    ByteBuffer wav = ByteBuffer.allocate(fileBytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(dataBytes + 36).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) channels).putInt(rateHz);
    wav.putInt(rateHz * channels * 2).putShort((short) (channels * 2)).putShort((short) 16);
    wav.put(ascii("data")).putInt(dataBytes);
    return wav.array();
  }

  private static byte[] nestedBoxes(int depth) {
    ByteBuffer mp4 = ByteBuffer.allocate(16 + 8 * depth);
    mp4.putInt(16).put(ascii("ftypisom")).putInt(0);
    for (int i = 0; i < depth; i++) {
      mp4.putInt(8 * (depth - i)).put(ascii("moov"));
    }
    return mp4.array();
  }

  private static byte[] hugeTag(int bytes) {
    ByteBuffer mp3 = ByteBuffer.allocate(10 + bytes);
    mp3.put(ascii("ID3")).put((byte) 4).put((byte) 0).put((byte) 0);
    for (int shift = 21; shift >= 0; shift -= 7) {
      mp3.put((byte) (bytes >> shift & 0x7f));
    }
    return mp3.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
