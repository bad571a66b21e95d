package dev.hark.server.models;

import java.util.concurrent.atomic.AtomicBoolean;

/** The use of a loaded model, which stays loaded until the lease is closed. */
public final class ModelLease<T> implements AutoCloseable {
  private final String id;
  private final T model;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  ModelLease(String id, T model, Runnable release) {
    this.id = id;
    this.model = model;
    this.release = release;
  }

  /** The model's id, whatever alias it was asked for by. */
  public String id() {
    return id;
  }

  /** The model. */
  public T model() {
    return model;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }
}
