package dev.hark.audio;

import dev.hark.audio.AudioException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What precedes the samples of a WAV file (RIFF, RF64 or BW64).
 *
 * @param coding how samples are written; empty for a codec that is not plain samples
 * @param dataBytes bytes of samples that the header promises, or {@link #UNKNOWN_SIZE}
 */
record WavHeader(Optional<SampleCoding> coding, int channels, int sampleRateHz, long dataBytes) {
  static final long UNKNOWN_SIZE = Long.MAX_VALUE;
  static final int MOST_CHANNELS = 64;
  static final int LEAST_RATE_HZ = 1_000;
  static final int MOST_RATE_HZ = 768_000;

  private static final int TAG_PCM = 1;
  private static final int TAG_FLOAT = 3;
  private static final int TAG_A_LAW = 6;
  private static final int TAG_MU_LAW = 7;
  private static final int TAG_EXTENSIBLE = 0xfffe;
  private static final int LONGEST_FORMAT_CHUNK = 4096;
  private static final long UNSIGNED_INT_MAX = 0xffff_ffffL;

  /** Chunks that may follow the samples: after a "data" chunk of size 0 they are not samples. */
  private static final Set<String> OTHER_CHUNKS =
      Set.of("LIST", "id3 ", "ID3 ", "fact", "cue ", "bext", "JUNK", "PAD ", "smpl", "PEAK");

  /** True if the bytes, at least 12, begin a WAV file. */
  static boolean isWav(byte[] head) {
    if (head.length < 12 || !ascii(head, 8, 4).equals("WAVE")) {
      return false;
    }
    String form = ascii(head, 0, 4);
    return form.equals("RIFF") || form.equals("RF64") || form.equals("BW64");
  }

  /**
   * Reads up to the first byte of samples.
   *
   * @throws AudioException if no samples can follow
   */
  static WavHeader read(RewindableInput in, String name) throws IOException {
    try {
      return parse(in, name);
    } catch (EOFException e) {
      throw new AudioException(
          Kind.DAMAGED,
          name + ": WAV file ends within its header, wanted a \"data\" chunk with samples",
          e);
    }
  }

  private static WavHeader parse(RewindableInput in, String name) throws IOException {
    take(in, 12);
    long bigDataBytes = UNKNOWN_SIZE;
    WavHeader format = null;
    while (true) {
      ByteBuffer chunk = take(in, 8);
      String id = StandardCharsets.ISO_8859_1.decode(chunk.slice(0, 4)).toString();
      long size = Integer.toUnsignedLong(chunk.getInt(4));
      switch (id) {
        case "ds64" -> {
          if (size < 16) {
            throw damaged(name, "its \"ds64\" chunk has " + size + " bytes, wanted at least 28");
          }
          bigDataBytes = take(in, 16).getLong(8);
          in.skipNBytes(size - 16);
        }
        case "fmt " -> {
          if (size < 16 || size > LONGEST_FORMAT_CHUNK) {
            throw damaged(name, "its \"fmt \" chunk has " + size + " bytes, wanted 16 to 40");
          }
          format = format(take(in, (int) size), name);
          skipPadding(in, size);
        }
        case "data" -> {
          if (format == null) {
            throw damaged(name, "no \"fmt \" chunk comes before its samples");
          }
          return format.withDataBytes(dataBytes(in, size, bigDataBytes));
        }
        default -> {
          in.skipNBytes(size);
          skipPadding(in, size);
        }
      }
    }
  }

  private static WavHeader format(ByteBuffer chunk, String name) {
    int tag = Short.toUnsignedInt(chunk.getShort(0));
    int channels = Short.toUnsignedInt(chunk.getShort(2));
    long rate = Integer.toUnsignedLong(chunk.getInt(4));
    int blockBytes = Short.toUnsignedInt(chunk.getShort(12));
    int bits = Short.toUnsignedInt(chunk.getShort(14));
    if (tag == TAG_EXTENSIBLE && chunk.capacity() >= 40) {
      tag = Short.toUnsignedInt(chunk.getShort(24));
    }
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw damaged(name, "it says " + channels + " channels, wanted 1 to " + MOST_CHANNELS);
    }
    if (rate < LEAST_RATE_HZ || rate > MOST_RATE_HZ) {
      throw damaged(
          name, "it says " + rate + " Hz, wanted " + LEAST_RATE_HZ + " to " + MOST_RATE_HZ + " Hz");
    }
    boolean plain =
        switch (tag) {
          case TAG_PCM, TAG_FLOAT, TAG_A_LAW, TAG_MU_LAW -> true;
          default -> false;
        };
    if (!plain) {
      return new WavHeader(Optional.empty(), channels, (int) rate, UNKNOWN_SIZE);
    }
    // A sample may sit in a wider container (20 bits in 24, 24 in 32): it is left-justified there.
    int container = blockBytes == 0 ? (bits + 7) / 8 : blockBytes / channels;
    if (container * 8 < bits || (blockBytes != 0 && container * channels != blockBytes)) {
      throw damaged(
          name,
          "it says %d channels of %d bits in blocks of %d bytes, which do not fit together"
              .formatted(channels, bits, blockBytes));
    }
    SampleCoding coding =
        switch (tag) {
          case TAG_PCM ->
              switch (container) {
                case 1 -> SampleCoding.UNSIGNED_8;
                case 2 -> SampleCoding.SIGNED_16;
                case 3 -> SampleCoding.SIGNED_24;
                case 4 -> SampleCoding.SIGNED_32;
                default -> throw impossibleWidth(name, "PCM", container, "1, 2, 3 or 4");
              };
          case TAG_FLOAT ->
              switch (container) {
                case 4 -> SampleCoding.FLOAT_32;
                case 8 -> SampleCoding.FLOAT_64;
                default -> throw impossibleWidth(name, "float", container, "4 or 8");
              };
          default -> {
            if (container != 1) {
              throw impossibleWidth(name, "G.711", container, "1");
            }
            yield tag == TAG_A_LAW ? SampleCoding.A_LAW : SampleCoding.MU_LAW;
          }
        };
    return new WavHeader(Optional.of(coding), channels, (int) rate, UNKNOWN_SIZE);
  }

  /** Writers that do not know the length leave 0 or all ones; RF64 keeps the length in "ds64". */
  private static long dataBytes(RewindableInput in, long size, long bigDataBytes)
      throws IOException {
    if (size == UNSIGNED_INT_MAX) {
      return bigDataBytes <= 0 ? UNKNOWN_SIZE : bigDataBytes;
    }
    if (size != 0) {
      return size;
    }
    byte[] next = in.peek(4);
    return next.length < 4 || OTHER_CHUNKS.contains(ascii(next, 0, 4)) ? 0 : UNKNOWN_SIZE;
  }

  private WavHeader withDataBytes(long bytes) {
    return new WavHeader(coding, channels, sampleRateHz, bytes);
  }

  /** A chunk of odd size is followed by a zero byte, which some writers forget. */
  private static void skipPadding(RewindableInput in, long size) throws IOException {
    if (size % 2 == 0) {
      return;
    }
    byte[] next = in.peek(1);
    if (next.length == 1 && next[0] == 0) {
      in.skipNBytes(1);
    }
  }

  private static ByteBuffer take(RewindableInput in, int bytes) throws IOException {
    byte[] taken = in.readNBytes(bytes);
    if (taken.length < bytes) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(taken).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String ascii(byte[] bytes, int from, int length) {
    return new String(Arrays.copyOfRange(bytes, from, from + length), StandardCharsets.ISO_8859_1);
  }

  private static AudioException impossibleWidth(String name, String kind, int got, String wanted) {
    return damaged(
        name, "it says %d-byte %s samples, wanted %s bytes".formatted(got, kind, wanted));
  }

  private static AudioException damaged(String name, String why) {
    return new AudioException(Kind.DAMAGED, name + ": impossible header: " + why);
  }
}
