package dev.hark.engine.longform;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Tasks that run a few at a time and whose results come out in the order in which they went in.
 * After a failure nothing new is started; closing interrupts what still runs and waits for it.
 *
 * @param <T> result of a task
 */
final class OrderedTasks<T> implements AutoCloseable {
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore free;
  private final Consumer<T> results;
  private CompletableFuture<Void> emitted = CompletableFuture.completedFuture(null);
  private long submitted;
  private volatile boolean failed;

  OrderedTasks(int atOnce, Consumer<T> results) {
    this.free = new Semaphore(atOnce);
    this.results = results;
  }

  /** How many tasks went in so far. */
  long submitted() {
    return submitted;
  }

  /** Starts a task, first waiting until fewer than the allowed number run. */
  void submit(Callable<T> task) {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      throw cancelled(e);
    }
    if (failed) {
      await();
    }
    submitted++;
    CompletableFuture<T> result = new CompletableFuture<>();
    emitted =
        emitted
            .thenCombine(result, (before, value) -> value)
            .thenAccept(results)
            .whenComplete((nothing, failure) -> failed |= failure != null);
    var _ =
        executor.submit(() -> {
          try {
            result.complete(task.call());
          } catch (Throwable e) { // whatever it is, the submitter gets it from await()
            failed = true;
            result.completeExceptionally(e);
          } finally {
            free.release();
          }
        });
  }

  /** Waits until all results are out. Throws what a task or the receiver of results threw. */
  void await() {
    try {
      emitted.get();
    } catch (InterruptedException e) {
      throw cancelled(e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause() == null ? e : e.getCause());
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    return switch (cause) {
      case Error error -> throw error;
      case CompletionException wrapped when wrapped.getCause() != null ->
          rethrown(wrapped.getCause());
      case RuntimeException exception -> exception;
      case InterruptedException interrupted -> cancelled(interrupted);
      default -> new CompletionException(cause);
    };
  }

  private static CancellationException cancelled(InterruptedException cause) {
    Thread.currentThread().interrupt();
    CancellationException cancelled = new CancellationException("Transcription was interrupted");
    cancelled.initCause(cause);
    return cancelled;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    executor.close();
  }
}
