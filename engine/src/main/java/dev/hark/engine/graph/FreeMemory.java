package dev.hark.engine.graph;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Memory that native code has freed and the C library still holds. */
@SuppressWarnings("restricted")
final class FreeMemory {
  private static final Optional<MethodHandle> MALLOC_TRIM =
      Linker.nativeLinker()
          .defaultLookup()
          .find("malloc_trim")
          .map(trim ->
              Linker.nativeLinker()
                  .downcallHandle(
                      trim, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));

  private FreeMemory() {}

  /** Gives it back to the system, where the C library can (glibc). */
  static void release() {
    if (MALLOC_TRIM.isPresent()) {
      try {
        int _ = (int) MALLOC_TRIM.get().invokeExact(0L);
      } catch (Throwable e) {
        throw new AssertionError("malloc_trim does not throw", e);
      }
    }
  }
}
