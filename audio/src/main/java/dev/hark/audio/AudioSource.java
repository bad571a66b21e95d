package dev.hark.audio;

import java.io.InputStream;
import java.nio.file.Path;

/**
 * Where a recording comes from: a file, a stream, or bytes in memory. The format is found from the
 * content, never from the name.
 */
public sealed interface AudioSource permits FileSource, StreamSource, BytesSource {
  /** What to call the recording in messages: the path or the name given. */
  String name();

  /** The recording in a file. */
  static AudioSource of(Path file) {
    return new FileSource(file);
  }

  /**
   * The recording that a stream brings, such as {@code System.in}. It can be read once, and stays
   * the caller's to close.
   */
  static AudioSource of(InputStream stream, String name) {
    return new StreamSource(stream, name);
  }

  /** The recording in an array, which must not change while it is read. */
  static AudioSource of(byte[] bytes, String name) {
    return new BytesSource(bytes, name);
  }
}
