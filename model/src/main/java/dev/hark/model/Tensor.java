package dev.hark.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A named array of numbers in a mapped checkpoint, row-major. It can be read from any thread until
 * its {@link Checkpoint} is closed.
 */
public final class Tensor {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int BLOCK = 8192;

  private final String name;
  private final DataType type;
  private final long[] shape;
  private final MemorySegment segment;

  Tensor(String name, DataType type, long[] shape, MemorySegment segment) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.segment = segment;
  }

  Tensor named(String other) {
    return new Tensor(other, type, shape, segment);
  }

  /** Name, normalised as {@link Checkpoint} says. */
  public String name() {
    return name;
  }

  /** Number format of the stored bytes. */
  public DataType type() {
    return type;
  }

  /** Sizes of the dimensions, outermost first; empty for a scalar. */
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public long elements() {
    long product = 1;
    for (long size : shape) {
      product *= size;
    }
    return product;
  }

  /** The stored little-endian bytes, read-only. */
  public MemorySegment segment() {
    return segment;
  }

  /** Whether the shape is this one. */
  public boolean hasShape(long... wanted) {
    return Arrays.equals(shape, wanted);
  }

  /**
   * All elements as floats.
   *
   * @throws ModelException if the number format is not readable or the tensor exceeds an array
   */
  public float[] toFloats() {
    long elements = elements();
    if (elements > Integer.MAX_VALUE - 8) {
      throw new ModelException(
          "tensor %s has %d elements, too many for one array; read it in ranges with copyFloats"
              .formatted(name, elements));
    }
    float[] values = new float[(int) elements];
    copyFloats(0, values, 0, values.length);
    return values;
  }

  /**
   * Copies a range of elements, such as some rows.
   *
   * @param from index of the first element, counting row-major
   * @param into receives {@code count} values from index {@code at} on
   * @throws ModelException if the number format is not readable
   */
  public void copyFloats(long from, float[] into, int at, int count) {
    Objects.checkFromIndexSize(from, count, elements());
    Objects.checkFromIndexSize(at, count, into.length);
    switch (type) {
      case F32 -> MemorySegment.copy(segment, FLOAT, from * Float.BYTES, into, at, count);
      case BF16, F16 -> copyHalves(from, into, at, count);
      default ->
          throw new ModelException(
              "tensor %s is stored as %s, which cannot be read as weights; wanted BF16, F16 or F32, so use a checkpoint that is not quantised"
                  .formatted(name, type));
    }
  }

  private void copyHalves(long from, float[] into, int at, int count) {
    short[] block = new short[Math.min(count, BLOCK)];
    for (int done = 0; done < count; done += BLOCK) {
      int n = Math.min(BLOCK, count - done);
      MemorySegment.copy(segment, SHORT, (from + done) * Short.BYTES, block, 0, n);
      if (type == DataType.BF16) {
        for (int i = 0; i < n; i++) {
          into[at + done + i] = Float.intBitsToFloat(block[i] << 16);
        }
      } else {
        for (int i = 0; i < n; i++) {
          into[at + done + i] = Float.float16ToFloat(block[i]);
        }
      }
    }
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(name, type, Arrays.toString(shape));
  }
}
