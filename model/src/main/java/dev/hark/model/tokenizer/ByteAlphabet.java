package dev.hark.model.tokenizer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The printable characters that stand for bytes in vocabulary files: printable Latin-1 bytes stand
 * for themselves, the others for U+0100 and up in order. Source: GPT-2's byte-level BPE.
 */
final class ByteAlphabet {
  private static final char[] CHARACTERS = new char[256]; // of a byte
  private static final short[] BYTES = new short[512]; // of a character, or -1

  static {
    Arrays.fill(BYTES, (short) -1);
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b > 32 && b < 127) || (b > 160 && b != 173);
      CHARACTERS[b] = (char) (printable ? b : next++);
      BYTES[CHARACTERS[b]] = (short) b;
    }
  }

  private ByteAlphabet() {}

  /** The character that stands for a byte from 0 to 255. */
  static char character(int unsignedByte) {
    return CHARACTERS[unsignedByte];
  }

  /** The bytes that a token's characters stand for, or null if one stands for none. */
  static byte @Nullable [] bytes(String token) {
    byte[] bytes = new byte[token.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = token.charAt(i);
      if (c >= BYTES.length || BYTES[c] < 0) {
        return null;
      }
      bytes[i] = (byte) BYTES[c];
    }
    return bytes;
  }
}
