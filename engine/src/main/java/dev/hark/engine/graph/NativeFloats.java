package dev.hark.engine.graph;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Uninitialised native memory for floats. Unlike a direct buffer it is not cleared, so a page costs
 * memory only once it is written: a cache can be as large as it may ever have to be.
 */
@SuppressWarnings("restricted")
final class NativeFloats implements AutoCloseable {
  private static final MethodHandle MALLOC;
  private static final MethodHandle FREE;

  static {
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    MALLOC =
        linker.downcallHandle(
            library.find("malloc").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    FREE =
        linker.downcallHandle(
            library.find("free").orElseThrow(), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
  }

  private final MemorySegment memory;
  private boolean closed;

  private NativeFloats(MemorySegment memory) {
    this.memory = memory;
  }

  static NativeFloats allocate(long count) {
    long bytes = Math.multiplyExact(count, Float.BYTES);
    try {
      MemorySegment memory = (MemorySegment) MALLOC.invokeExact(bytes);
      if (memory.equals(MemorySegment.NULL)) {
        throw new OutOfMemoryError("no " + bytes + " bytes of native memory for the KV cache");
      }
      return new NativeFloats(memory.reinterpret(bytes));
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("malloc does not throw", e);
    }
  }

  /** A view of {@code count} floats from {@code offset} on; not to be used after closing. */
  FloatBuffer buffer(long offset, int count) {
    return memory
        .asSlice(offset * Float.BYTES, (long) count * Float.BYTES)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  void copy(long from, NativeFloats target, long to, long count) {
    MemorySegment.copy(
        memory, from * Float.BYTES, target.memory, to * Float.BYTES, count * Float.BYTES);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      FREE.invokeExact(memory);
    } catch (Throwable e) {
      throw new AssertionError("free does not throw", e);
    }
  }
}
