package dev.hark.engine.graph;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Independent pieces of work done by the caller and one more thread, whoever is free next. */
final class TwoAtOnce implements AutoCloseable {
  private final ExecutorService second;
  private final boolean parallel;

  private TwoAtOnce(boolean parallel) {
    this.parallel = parallel;
    this.second =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("hark-encoder").daemon().factory());
  }

  /**
   * Gets ready.
   *
   * @param parallel false leaves everything to the caller
   */
  static TwoAtOnce start(boolean parallel) {
    return new TwoAtOnce(parallel);
  }

  /**
   * Does the work of every index from 0 on. If some of it fails, no more is begun, what is in
   * progress is awaited, and the failure is thrown.
   */
  void forEach(int count, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    Runnable share =
        () -> {
          int index = next.getAndIncrement();
          try {
            while (index < count) {
              work.accept(index);
              index = next.getAndIncrement();
            }
          } catch (RuntimeException | Error e) {
            next.set(count);
            throw e;
          }
        };
    if (!parallel || count < 2) {
      share.run();
      return;
    }
    CompletableFuture<Void> other = CompletableFuture.runAsync(share, second);
    try {
      share.run();
    } finally {
      var _ = other.handle((_, _) -> null).join();
    }
    try {
      other.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }

  @Override
  public void close() {
    second.shutdown();
  }
}
