package dev.hark.engine.stream;

import java.util.Arrays;

/** Samples that are appended at the end and dropped at the beginning. */
final class SampleBuffer {
  private float[] samples = new float[16_000];
  private int length;

  void append(float[] more, int offset, int count) {
    if (length + count > samples.length) {
      samples = Arrays.copyOf(samples, Math.max(length + count, 2 * samples.length));
    }
    System.arraycopy(more, offset, samples, length, count);
    length += count;
  }

  int length() {
    return length;
  }

  void dropFirst(int count) {
    System.arraycopy(samples, count, samples, 0, length - count);
    length -= count;
  }

  void dropAllBut(int count) {
    dropFirst(Math.max(0, length - count));
  }

  /** The array behind it, for reading; longer than {@link #length}. */
  float[] array() {
    return samples;
  }

  float[] copy(int from, int to) {
    return Arrays.copyOfRange(samples, from, to);
  }
}
