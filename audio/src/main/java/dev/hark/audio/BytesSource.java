package dev.hark.audio;

/** A recording in memory. */
final class BytesSource implements AudioSource {
  private final byte[] bytes;
  private final String name;

  BytesSource(byte[] bytes, String name) {
    this.bytes = bytes;
    this.name = OneLine.of(name);
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public String name() {
    return name;
  }
}
