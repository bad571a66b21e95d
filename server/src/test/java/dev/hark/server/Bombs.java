package dev.hark.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** Small compressed recordings that decode to hours of silence, honest about it or not. */
final class Bombs {
  private static final int FLAC_BLOCK = 65_535;
  private static final int OPUS_PACKET = 5760; // samples of 48 kHz, 120 ms
  private static final int OPUS_PACKETS = 255; // a page

  private Bombs() {}

  /**
   * Frames of one constant each: 15 bytes for 65,535 samples.
   *
   * @param stated samples that the header promises; 0 for unknown
   */
  static byte[] flac(int rateHz, int channels, int seconds, long stated) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer info = ByteBuffer.allocate(42).put(ascii("fLaC")).putInt(0x8000_0022);
    info.putShort((short) FLAC_BLOCK).putShort((short) FLAC_BLOCK).position(18);
    info.putLong(((long) rateHz << 44) | ((channels - 1L) << 41) | (15L << 36) | stated);
    out.writeBytes(info.array());
    int frames = (int) ((long) seconds * rateHz / FLAC_BLOCK) + 1;
    for (int i = 0; i < frames; i++) {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.writeBytes(
          new byte[] {(byte) 0xff, (byte) 0xf8, 0x70, (byte) (((channels - 1) << 4) | 8)});
      frame.writeBytes(new String(Character.toChars(i)).getBytes(StandardCharsets.UTF_8));
      frame.writeBytes(new byte[] {(byte) ((FLAC_BLOCK - 1) >> 8), (byte) (FLAC_BLOCK - 1)});
      frame.write((int) checksum(frame.toByteArray(), 8, 0x07));
      frame.writeBytes(new byte[3 * channels]);
      long check = checksum(frame.toByteArray(), 16, 0x8005);
      frame.writeBytes(new byte[] {(byte) (check >> 8), (byte) check});
      out.writeBytes(frame.toByteArray());
    }
    return out.toByteArray();
  }

  /**
   * Packets of two bytes for 120 ms.
   *
   * @param position the position that each page states, in samples
   */
  static byte[] opus(int seconds, IntToLongFunction position) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] head =
        ByteBuffer.allocate(19)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(ascii("OpusHead\1\1"))
            .putInt(12, 48_000)
            .array();
    out.writeBytes(page(2, 0, 0, 1, head));
    out.writeBytes(page(0, 0, 1, 1, Arrays.copyOf(ascii("OpusTags"), 16)));
    byte[] packets = new byte[2 * OPUS_PACKETS];
    for (int i = 0; i < packets.length; i += 2) {
      packets[i] = (3 << 3) | 3; // 60 ms each, as many as the next byte says
      packets[i + 1] = 2;
    }
    int pages = seconds * 48_000 / OPUS_PACKET / OPUS_PACKETS + 1;
    for (int i = 0; i < pages; i++) {
      int flags = i == pages - 1 ? 4 : 0;
      out.writeBytes(page(flags, position.applyAsLong(i), i + 2, OPUS_PACKETS, packets));
    }
    return out.toByteArray();
  }

  /** The position that a page of {@link #opus} has. */
  static long honest(int page) {
    return (page + 1L) * OPUS_PACKETS * OPUS_PACKET;
  }

  private static byte[] page(int flags, long position, int number, int packets, byte[] body) {
    ByteBuffer page =
        ByteBuffer.allocate(27 + packets + body.length).order(ByteOrder.LITTLE_ENDIAN);
    page.put(ascii("OggS\0")).put((byte) flags).putLong(position).putInt(1).putInt(number);
    page.putInt(0).put((byte) packets);
    for (int i = 0; i < packets; i++) {
      page.put((byte) (body.length / packets));
    }
    page.put(body);
    page.putInt(22, (int) checksum(page.array(), 32, 0x04c1_1db7));
    return page.array();
  }

  /**
   * Silent frames of 72 bytes for 72 ms, at 8 kHz.
   *
   * @param stated frames that the first one promises; 0 for no promise
   */
  static byte[] mp3(int seconds, int stated) {
    byte[] frame = Arrays.copyOf(new byte[] {(byte) 0xff, (byte) 0xe3, 0x18, (byte) 0xc4}, 72);
    int frames = (int) (seconds / 0.072);
    ByteBuffer all = ByteBuffer.allocate(frames * frame.length);
    for (int i = 0; i < frames; i++) {
      all.put(frame);
    }
    if (stated > 0) {
      all.put(13, ascii("Xing")).putInt(17, 1).putInt(21, stated);
    }
    return all.array();
  }

  private static long checksum(byte[] bytes, int bits, long polynomial) {
    long top = 1L << (bits - 1);
    long mask = (top << 1) - 1;
    long sum = 0;
    for (byte b : bytes) {
      sum ^= (b & 0xffL) << (bits - 8);
      for (int i = 0; i < 8; i++) {
        sum = ((sum & top) == 0 ? sum << 1 : (sum << 1) ^ polynomial) & mask;
      }
    }
    return sum;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
