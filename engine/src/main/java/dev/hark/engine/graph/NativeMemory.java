package dev.hark.engine.graph;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Native memory straight from the system. A page costs memory only once it is written, so a cache
 * can be as large as it may ever have to be; and all of it is given back when it is closed, which
 * the C library's allocator does not promise: between pieces of memory of some ten megabytes that
 * come and go, it keeps gaps for as long as the process lives.
 */
@SuppressWarnings("restricted")
final class NativeMemory implements AutoCloseable {
  /** Size of a huge page; memory of this alignment can be backed by them. */
  private static final long HUGE_PAGE_BYTES = 2L << 20;

  private static final int MADV_HUGEPAGE = 14;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE = 2;

  /** The one of these numbers that is not the same on Linux and macOS. */
  private static final int MAP_ANONYMOUS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? 0x1000 : 0x20;

  private static final MethodHandle MMAP =
      handle(
          "mmap",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle MUNMAP =
      handle(
          "munmap",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

  /** The system's way to ask for huge pages, which spare look-ups of addresses in a large cache. */
  private static final MethodHandle MADVISE =
      handle(
          "madvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  private final MemorySegment memory;
  private final long mappedBytes;
  private boolean closed;

  private NativeMemory(MemorySegment memory, long mappedBytes) {
    this.memory = memory;
    this.mappedBytes = mappedBytes;
  }

  private static MethodHandle handle(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
  }

  static NativeMemory allocate(long wanted) {
    long bytes = Math.max(1, (wanted + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES) * HUGE_PAGE_BYTES;
    long start = map(bytes + HUGE_PAGE_BYTES);
    if (start == -1) {
      throw new OutOfMemoryError("no " + bytes + " bytes of native memory for the KV cache");
    }
    long aligned = (start + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
    unmap(start, aligned - start);
    unmap(aligned + bytes, start + HUGE_PAGE_BYTES - aligned);
    adviseHugePages(aligned, bytes);
    return new NativeMemory(MemorySegment.ofAddress(aligned).reinterpret(wanted), bytes);
  }

  private static long map(long bytes) {
    try {
      return (long)
          MMAP.invokeExact(
              MemorySegment.NULL, bytes, PROT_READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L);
    } catch (Throwable e) {
      throw new AssertionError("mmap does not throw", e);
    }
  }

  private static void unmap(long address, long bytes) {
    if (bytes == 0) {
      return;
    }
    try {
      int failed = (int) MUNMAP.invokeExact(address, bytes);
      if (failed != 0) {
        throw new AssertionError("munmap refuses %d bytes at %x".formatted(bytes, address));
      }
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("munmap does not throw", e);
    }
  }

  private static void adviseHugePages(long address, long bytes) {
    try {
      // A refusal only means ordinary pages.
      int _ = (int) MADVISE.invokeExact(address, bytes, MADV_HUGEPAGE);
    } catch (Throwable e) {
      throw new AssertionError("madvise does not throw", e);
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
    if (!closed) {
      closed = true;
      unmap(memory.address(), mappedBytes);
    }
  }
}
