package dev.hark.audio;

import java.io.InputStream;

/** A recording that a stream brings. */
record StreamSource(InputStream stream, String name) implements AudioSource {
  StreamSource {
    name = OneLine.of(name);
  }
}
