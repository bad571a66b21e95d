package dev.hark.engine.graph;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.hark.engine.InferenceException;

/** A handle on runs of a network through which another thread can stop them. */
public final class RunControl implements AutoCloseable {
  private final OrtSession.RunOptions options;
  private boolean closed;

  private RunControl(OrtSession.RunOptions options) {
    this.options = options;
  }

  public static RunControl create() {
    try {
      return new RunControl(new OrtSession.RunOptions());
    } catch (OrtException e) {
      throw new InferenceException("cannot make run options: " + e.getMessage(), e);
    }
  }

  /** Makes the run in progress, and every later one, fail with {@link InferenceException}. */
  public synchronized void stop() {
    if (!closed) {
      try {
        options.setTerminate(true);
      } catch (OrtException e) {
        throw new InferenceException("cannot stop a run: " + e.getMessage(), e);
      }
    }
  }

  OrtSession.RunOptions options() {
    return options;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      options.close();
    }
  }
}
