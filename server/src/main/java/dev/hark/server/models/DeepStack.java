package dev.hark.server.models;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Runs work on a thread with a large stack. ONNX Runtime walks graphs by recursion when it loads
 * them; on a stack of the usual 1 MiB that can end the process.
 */
final class DeepStack {
  private static final long STACK_BYTES = 64L << 20;

  private DeepStack() {}

  /** What the work returns or throws. The caller waits for it even if it is interrupted. */
  static <T> T call(String name, Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable run =
        () -> {
          try {
            result.complete(work.get());
          } catch (Throwable e) { // whatever it is, the caller gets it
            result.completeExceptionally(e);
          }
        };
    new Thread(null, run, name, STACK_BYTES).start();
    try {
      return result.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }
}
