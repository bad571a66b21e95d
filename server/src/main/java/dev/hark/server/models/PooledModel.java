package dev.hark.server.models;

import dev.hark.server.http.ApiException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model that is loaded once when somebody needs it, and unloaded when nobody does. */
final class PooledModel<T> {
  private static final Logger LOG = LoggerFactory.getLogger(PooledModel.class);

  private final ModelEntry entry;
  private final Supplier<T> loader;
  private final Consumer<T> unloader;
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable T model;
  private int leases;
  private long idleSinceNanos;

  PooledModel(ModelEntry entry, Supplier<T> loader, Consumer<T> unloader) {
    this.entry = entry;
    this.loader = loader;
    this.unloader = unloader;
  }

  ModelEntry entry() {
    return entry;
  }

  /** A lease of the model, which is loaded if it is not; whoever comes meanwhile waits. */
  ModelLease<T> lease() {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while the model was loaded");
    }
    try {
      T loaded = model;
      if (loaded == null) {
        loaded = load();
        model = loaded;
      }
      leases++;
      return new ModelLease<>(entry.id(), loaded, this::release);
    } finally {
      lock.unlock();
    }
  }

  private T load() {
    long start = System.nanoTime();
    T loaded = loader.get();
    LOG.atInfo()
        .addKeyValue("model", entry.id())
        .addKeyValue("millis", Duration.ofNanos(System.nanoTime() - start).toMillis())
        .log("model loaded");
    return loaded;
  }

  private void release() {
    lock.lock();
    try {
      leases--;
      idleSinceNanos = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  boolean loaded() {
    lock.lock();
    try {
      return model != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Unloads the model if it is loaded.
   *
   * @throws ApiException 409 if it is in use
   */
  void unload() {
    lock.lock();
    try {
      if (leases > 0) {
        throw ApiException.of(
            409, "model_in_use", "%s is in use by %d requests".formatted(entry.id(), leases));
      }
      close();
    } finally {
      lock.unlock();
    }
  }

  void unloadIfIdle(Duration atLeast) {
    if (!lock.tryLock()) {
      return; // somebody loads it
    }
    try {
      if (leases == 0 && System.nanoTime() - idleSinceNanos >= atLeast.toNanos()) {
        close();
      }
    } finally {
      lock.unlock();
    }
  }

  private void close() {
    T loaded = model;
    if (loaded != null) {
      model = null;
      unloader.accept(loaded);
      LOG.atInfo().addKeyValue("model", entry.id()).log("model unloaded");
    }
  }
}
