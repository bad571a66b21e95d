package dev.hark.engine.longform;

/** Where the samples of a recording are read from; {@code PcmStream::read} is one. */
@FunctionalInterface
public interface SampleReader {
  /**
   * Fills a part of the buffer with mono samples at 16 kHz and waits until at least one is there.
   *
   * @return how many samples were written, or -1 at the end
   */
  int read(float[] buffer, int offset, int length);
}
