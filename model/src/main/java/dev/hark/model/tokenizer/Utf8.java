package dev.hark.model.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 decoding that puts one replacement character for every maximal part of a broken sequence,
 * as the Unicode standard recommends (section 3.9) and as the reference tokenizer does. The JDK
 * does the same except that it puts one for a whole encoded surrogate, whose second byte is wrong
 * already.
 */
final class Utf8 {
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  static String decode(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeBroken(bytes, from, to);
  }

  private static String decodeBroken(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    for (int at = from; at < to; ) {
      int valid = validPart(bytes, at, to);
      if (valid > 0 && valid == length(bytes[at])) {
        text.append(new String(bytes, at, valid, StandardCharsets.UTF_8));
      } else {
        text.append(REPLACEMENT);
      }
      at += Math.max(valid, 1);
    }
    return text.toString();
  }

  /** Length of a last character that further bytes can still complete, or 0. */
  static int unfinished(byte[] bytes) {
    for (int length = 1; length <= Math.min(3, bytes.length); length++) {
      int at = bytes.length - length;
      if (validPart(bytes, at, bytes.length) == length && length < length(bytes[at])) {
        return length;
      }
    }
    return 0;
  }

  /** How many bytes from a place on can belong to one character; 0 if not even the first. */
  private static int validPart(byte[] bytes, int at, int to) {
    int length = length(bytes[at]);
    int valid = Math.min(length, 1);
    while (valid > 0 && valid < length && at + valid < to && continues(bytes, at, valid)) {
      valid++;
    }
    return valid;
  }

  /** Length of the sequence that a byte begins; 0 if it begins none. */
  private static int length(byte first) {
    int lead = first & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }

  private static boolean continues(byte[] bytes, int at, int index) {
    int b = bytes[at + index] & 0xFF;
    if (index > 1) {
      return b >= 0x80 && b <= 0xBF;
    }
    return switch (bytes[at] & 0xFF) {
      case 0xE0 -> b >= 0xA0 && b <= 0xBF; // shorter forms are not allowed
      case 0xED -> b >= 0x80 && b <= 0x9F; // surrogates are not allowed
      case 0xF0 -> b >= 0x90 && b <= 0xBF;
      case 0xF4 -> b >= 0x80 && b <= 0x8F; // nothing above U+10FFFF
      default -> b >= 0x80 && b <= 0xBF;
    };
  }
}
