package dev.hark.engine.graph;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Uninitialised native memory. Unlike a direct buffer it is not cleared, so a page costs memory
 * only once it is written: a cache can be as large as it may ever have to be.
 */
@SuppressWarnings("restricted")
final class NativeMemory implements AutoCloseable {
  /** Size of a huge page; memory of this alignment can be backed by them. */
  private static final long HUGE_PAGE_BYTES = 2L << 20;

  private static final int MADV_HUGEPAGE = 14;

  private static final MethodHandle ALLOCATE =
      handle(
              "aligned_alloc",
              FunctionDescriptor.of(
                  ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG))
          .orElseThrow();
  private static final MethodHandle FREE =
      handle("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS)).orElseThrow();

  /** Linux's way to ask for huge pages, which spare look-ups of addresses in a large cache. */
  private static final Optional<MethodHandle> MADVISE =
      handle(
          "madvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  private final MemorySegment memory;
  private boolean closed;

  private NativeMemory(MemorySegment memory) {
    this.memory = memory;
  }

  private static Optional<MethodHandle> handle(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.defaultLookup().find(name).map(symbol -> linker.downcallHandle(symbol, type));
  }

  static NativeMemory allocate(long wanted) {
    long bytes = (wanted + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
    try {
      MemorySegment memory = (MemorySegment) ALLOCATE.invokeExact(HUGE_PAGE_BYTES, bytes);
      if (memory.equals(MemorySegment.NULL)) {
        throw new OutOfMemoryError("no " + bytes + " bytes of native memory for the KV cache");
      }
      if (MADVISE.isPresent()) {
        // A refusal only means ordinary pages.
        int _ = (int) MADVISE.get().invokeExact(memory, bytes, MADV_HUGEPAGE);
      }
      return new NativeMemory(memory.reinterpret(wanted));
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("aligned_alloc and madvise do not throw", e);
    }
  }

  /** A view of {@code count} bytes from {@code offset} on; not to be used after closing. */
  ByteBuffer bytes(long offset, int count) {
    return memory.asSlice(offset, count).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  void copy(long from, NativeMemory target, long to, long count) {
    MemorySegment.copy(memory, from, target.memory, to, count);
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
