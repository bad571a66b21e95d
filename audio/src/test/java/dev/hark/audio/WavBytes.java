package dev.hark.audio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds WAV files of every flavour, sound or broken, byte by byte. */
final class WavBytes {
  private String form = "RIFF";
  private int tag = 1;
  private int channels = 1;
  private int rateHz = 16000;
  private int bits = 16;
  private int containerBytes = 2;
  private boolean extensible;
  private long dataSize = -1;
  private long bigDataSize = -1;
  private final ByteArrayOutputStream beforeFormat = new ByteArrayOutputStream();
  private final ByteArrayOutputStream beforeData = new ByteArrayOutputStream();
  private byte[] data = new byte[0];
  private byte[] after = new byte[0];

  static WavBytes pcm(int bits) {
    WavBytes wav = new WavBytes();
    wav.bits = bits;
    wav.containerBytes = (bits + 7) / 8;
    return wav;
  }

  static WavBytes floats(int bits) {
    WavBytes wav = pcm(bits);
    wav.tag = 3;
    return wav;
  }

  WavBytes form(String id) {
    form = id;
    return this;
  }

  WavBytes tag(int value) {
    tag = value;
    return this;
  }

  WavBytes channels(int count) {
    channels = count;
    return this;
  }

  WavBytes rateHz(int hertz) {
    rateHz = hertz;
    return this;
  }

  WavBytes containerBytes(int count) {
    containerBytes = count;
    return this;
  }

  WavBytes extensible() {
    extensible = true;
    return this;
  }

  /** What the "data" chunk claims to hold. */
  WavBytes dataSize(long size) {
    dataSize = size;
    return this;
  }

  /** What the "ds64" chunk claims. */
  WavBytes bigDataSize(long size) {
    bigDataSize = size;
    return this;
  }

  WavBytes chunkBeforeFormat(String id, byte[] content, boolean padded) {
    chunk(beforeFormat, id, content, padded);
    return this;
  }

  WavBytes chunkBeforeData(String id, byte[] content, boolean padded) {
    chunk(beforeData, id, content, padded);
    return this;
  }

  WavBytes data(byte[] bytes) {
    data = bytes;
    return this;
  }

  WavBytes after(byte[] bytes) {
    after = bytes;
    return this;
  }

  /** Writes values in [-1, 1] interleaved, in the coding chosen so far. */
  WavBytes samples(float... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (float value : values) {
      if (tag == 3 && containerBytes == 8) {
        put(out, Double.doubleToRawLongBits(value), 8);
      } else if (tag == 3) {
        put(out, Float.floatToRawIntBits(value), containerBytes);
      } else {
        long scaled = Math.round(value * Math.pow(2, 8 * containerBytes - 1));
        put(out, containerBytes == 1 ? scaled + 128 : scaled, containerBytes);
      }
    }
    data = out.toByteArray();
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream wav = new ByteArrayOutputStream();
    put(wav, form);
    put(wav, 0xffffffffL, 4);
    put(wav, "WAVE");
    if (bigDataSize >= 0) {
      ByteArrayOutputStream sizes = new ByteArrayOutputStream();
      put(sizes, 0, 8);
      put(sizes, bigDataSize, 8);
      put(sizes, 0, 12);
      chunk(wav, "ds64", sizes.toByteArray(), true);
    }
    wav.writeBytes(beforeFormat.toByteArray());
    ByteArrayOutputStream format = new ByteArrayOutputStream();
    put(format, extensible ? 0xfffe : tag, 2);
    put(format, channels, 2);
    put(format, rateHz, 4);
    put(format, (long) rateHz * channels * containerBytes, 4);
    put(format, (long) channels * containerBytes, 2);
    put(format, bits, 2);
    if (extensible) {
      put(format, 22, 2);
      put(format, bits, 2);
      put(format, 0, 4);
      put(format, tag, 2);
      put(format, 0x0010_0000_0000L, 6); // the rest of KSDATAFORMAT_SUBTYPE_...
      put(format, 0x719b_3800_aa00_0080L, 8);
    }
    chunk(wav, "fmt ", format.toByteArray(), true);
    wav.writeBytes(beforeData.toByteArray());
    put(wav, "data");
    put(wav, dataSize < 0 ? data.length : dataSize, 4);
    wav.writeBytes(data);
    wav.writeBytes(after);
    return wav.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String id, byte[] content, boolean padded) {
    put(out, id);
    put(out, content.length, 4);
    out.writeBytes(content);
    if (padded && content.length % 2 != 0) {
      out.write(0);
    }
  }

  private static void put(ByteArrayOutputStream out, String id) {
    out.writeBytes(id.getBytes(StandardCharsets.US_ASCII));
  }

  /** Little-endian. */
  private static void put(ByteArrayOutputStream out, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write(i < 8 ? (int) (value >> (8 * i)) : 0);
    }
  }
}
