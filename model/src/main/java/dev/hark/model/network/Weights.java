package dev.hark.model.network;

/** Named parameters of a network, read as 32-bit floats in row-major order. */
public interface Weights {
  /** Whether there is a parameter of this name. */
  boolean contains(String name);

  /** Copies elements {@code from} to {@code from + count} of a parameter into an array. */
  void read(String name, long from, float[] into, int count);

  /** All elements of a parameter of known size. */
  default float[] read(String name, int count) {
    float[] values = new float[count];
    read(name, 0, values, count);
    return values;
  }
}
