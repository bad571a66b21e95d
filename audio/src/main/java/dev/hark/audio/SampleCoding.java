package dev.hark.audio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How a WAV file writes a sample; every coding reads as a float with full scale 1. */
enum SampleCoding {
  UNSIGNED_8(1),
  SIGNED_16(2),
  SIGNED_24(3),
  SIGNED_32(4),
  FLOAT_32(4),
  FLOAT_64(8),
  A_LAW(1),
  MU_LAW(1);

  private static final VarHandle SHORT = little(short[].class);
  private static final VarHandle INT = little(int[].class);
  private static final VarHandle FLOAT = little(float[].class);
  private static final VarHandle DOUBLE = little(double[].class);

  private final int bytes;

  SampleCoding(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /** True if the coding can write a sample outside [-1, 1], or none at all (NaN). */
  boolean isFloat() {
    return this == FLOAT_32 || this == FLOAT_64;
  }

  /** Reads samples from the start of {@code in} to the start of {@code out}. */
  void decode(byte[] in, float[] out, int samples) {
    switch (this) {
      case UNSIGNED_8 -> {
        for (int i = 0; i < samples; i++) {
          out[i] = ((in[i] & 0xff) - 128) / 128f;
        }
      }
      case SIGNED_16 -> {
        for (int i = 0; i < samples; i++) {
          out[i] = (short) SHORT.get(in, 2 * i) / 32768f;
        }
      }
      case SIGNED_24 -> {
        for (int i = 0; i < samples; i++) {
          int low = (in[3 * i] & 0xff) | (in[3 * i + 1] & 0xff) << 8;
          out[i] = (low | in[3 * i + 2] << 16) / 8388608f;
        }
      }
      case SIGNED_32 -> {
        for (int i = 0; i < samples; i++) {
          out[i] = (int) INT.get(in, 4 * i) * 0x1p-31f;
        }
      }
      case FLOAT_32 -> {
        for (int i = 0; i < samples; i++) {
          out[i] = (float) FLOAT.get(in, 4 * i);
        }
      }
      case FLOAT_64 -> {
        for (int i = 0; i < samples; i++) {
          out[i] = (float) (double) DOUBLE.get(in, 8 * i);
        }
      }
      case A_LAW -> {
        for (int i = 0; i < samples; i++) {
          out[i] = aLaw(in[i]) / 32768f;
        }
      }
      case MU_LAW -> {
        for (int i = 0; i < samples; i++) {
          out[i] = muLaw(in[i]) / 32768f;
        }
      }
    }
  }

  /** ITU-T G.711 A-law: sign, 3-bit exponent, 4-bit mantissa, even bits inverted. */
  private static int aLaw(byte code) {
    int bits = code ^ 0x55;
    int exponent = (bits >> 4) & 7;
    int mantissa = (bits & 15) << 4;
    int magnitude = exponent == 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
    return (bits & 0x80) != 0 ? magnitude : -magnitude;
  }

  /** ITU-T G.711 mu-law: sign, 3-bit exponent, 4-bit mantissa, all bits inverted, bias 132. */
  private static int muLaw(byte code) {
    int bits = ~code;
    int magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
    return (bits & 0x80) != 0 ? -magnitude : magnitude;
  }

  private static VarHandle little(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }
}
