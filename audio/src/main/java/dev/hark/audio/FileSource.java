package dev.hark.audio;

import java.nio.file.Path;

/** A recording in a file. */
record FileSource(Path file) implements AudioSource {
  @Override
  public String name() {
    return OneLine.of(file.toString());
  }
}
