package dev.hark.train.torch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** The native library's settings, which are the process's. */
public final class LibTorch {
  private static final int TRIM_THRESHOLD = -1;
  private static final int MMAP_THRESHOLD = -3;

  /** The most that glibc takes: 4 MiB times the size of a long. */
  private static final int LARGEST_MMAP_THRESHOLD = 32 << 20;

  private LibTorch() {}

  /**
   * Sets the number of threads and has freed memory kept for the next step, so that a step does not
   * fetch its memory page by page from the system.
   */
  public static void prepare(int threads) {
    var _ = keepFreedMemory(); // only slower without
    torch.set_num_threads(threads);
    // Its own threads would wait for a turn against those of libtorch, inside which it is called.
    openblas_nolapack.blas_set_num_threads(1);
  }

  /** Whether the C library does as asked. */
  @SuppressWarnings("restricted") // mallopt has no memory to get wrong
  static boolean keepFreedMemory() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> mallopt = linker.defaultLookup().find("mallopt");
    if (mallopt.isEmpty()) {
      return false; // not glibc
    }
    try {
      var call =
          linker.downcallHandle(
              mallopt.get(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      int threshold = (int) call.invokeExact(MMAP_THRESHOLD, LARGEST_MMAP_THRESHOLD);
      int trim = (int) call.invokeExact(TRIM_THRESHOLD, Integer.MAX_VALUE);
      return threshold == 1 && trim == 1;
    } catch (Throwable e) {
      throw new IllegalStateException("mallopt failed", e);
    }
  }
}
