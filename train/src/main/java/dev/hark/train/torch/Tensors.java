package dev.hark.train.torch;

import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors of Java's numbers, and the way back. */
public final class Tensors {
  private Tensors() {}

  /** A tensor with a copy of the values. */
  public static Tensor floats(float[] values, long... shape) {
    try (FloatPointer copy = new FloatPointer(values)) {
      return torch.from_blob(copy, shape, new TensorOptions(ScalarType.Float)).clone();
    }
  }

  /** A tensor with a copy of the values. */
  public static Tensor longs(long[] values, long... shape) {
    try (LongPointer copy = new LongPointer(values)) {
      return torch.from_blob(copy, shape, new TensorOptions(ScalarType.Long)).clone();
    }
  }

  /** A tensor of one value. */
  static Tensor filled(float value, long... shape) {
    return torch.full(shape, new org.bytedeco.pytorch.Scalar(value));
  }

  /** A tensor that is a stretch of native memory, which must outlive it. */
  static Tensor over(MemorySegment floats, long... shape) {
    return torch.from_blob(new Address(floats), shape, new TensorOptions(ScalarType.Float));
  }

  /** A tensor that is a stretch of native memory of brain floats, which must outlive it. */
  static Tensor overBrains(MemorySegment brains, long... shape) {
    return torch.from_blob(new Address(brains), shape, new TensorOptions(ScalarType.BFloat16));
  }

  /** All values, as 32-bit floats in row-major order. */
  public static float[] toFloats(Tensor tensor) {
    Tensor plain = tensor.detach().to(ScalarType.Float).contiguous();
    float[] values = new float[Math.toIntExact(plain.numel())];
    new FloatPointer(plain.data_ptr()).get(values);
    return values;
  }

  /** All values of a tensor of whole numbers. */
  public static long[] toLongs(Tensor tensor) {
    Tensor plain = tensor.contiguous();
    long[] values = new long[Math.toIntExact(plain.numel())];
    new LongPointer(plain.data_ptr()).get(values);
    return values;
  }

  /** A pointer to memory that it does not own. */
  private static final class Address extends Pointer {
    Address(MemorySegment segment) {
      this.address = segment.address();
      this.limit = segment.byteSize();
      this.capacity = segment.byteSize();
    }
  }
}
