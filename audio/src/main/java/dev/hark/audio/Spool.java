package dev.hark.audio;

import dev.hark.audio.AudioException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Formats that can only be decoded from a file, because their index may stand at the end: MP4 and
 * its relatives, CAF, AIFF and AVI. When one comes as a stream, it goes through a file that loses
 * its name as soon as the decoder has it open.
 */
final class Spool {
  private static final Set<String> MP4_BOXES =
      Set.of("ftyp", "moov", "mdat", "free", "skip", "wide", "pnot");

  private Spool() {}

  /** True if a recording that begins so must be decoded from a file. */
  static boolean isNeeded(byte[] head) {
    if (head.length < 12) {
      return false;
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (MP4_BOXES.contains(text.substring(4, 8))) {
      return !isIndexFirst(head, text);
    }
    String form = text.substring(8, 12);
    return text.startsWith("caff")
        || (text.startsWith("FORM") && form.startsWith("AIF"))
        || (text.startsWith("RIFF") && form.equals("AVI "));
  }

  private static boolean isIndexFirst(byte[] head, String text) {
    int size = ByteBuffer.wrap(head).getInt();
    return text.startsWith("ftyp", 4)
        && size >= 8
        && size <= head.length - 8
        && text.startsWith("moov", size + 4);
  }

  /** Decodes a stream by way of a file. */
  static FfmpegSamples decode(InputStream in, String name, AudioLimits limits) throws IOException {
    Path file = Files.createTempFile("hark-", ".audio");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        copy(in, out, name, limits);
      }
      return FfmpegSamples.decode(file, name, limits);
    } finally {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // Windows keeps the name of an open file.
        file.toFile().deleteOnExit();
      }
    }
  }

  private static void copy(InputStream in, OutputStream out, String name, AudioLimits limits)
      throws IOException {
    byte[] block = new byte[1 << 16];
    long copied = 0;
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      copied += n;
      if (copied > limits.maxDecodedBytes()) {
        throw new AudioException(
            Kind.TOO_LONG,
            "%s: more than %d bytes, the most that is read; cut it or raise maxDecodedBytes"
                .formatted(name, limits.maxDecodedBytes()));
      }
      out.write(block, 0, n);
    }
  }
}
