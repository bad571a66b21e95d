package dev.hark.engine.graph;

import ai.onnxruntime.OrtEnvironment;
import dev.hark.engine.InferenceException;
import org.jspecify.annotations.Nullable;

/** The process's one environment of ONNX Runtime. */
final class OnnxEnvironment {
  /**
   * ONNX Runtime 1.29 searches the command line of the process with a recursion as deep as the line
   * is long. A class path of 90 jars written out overflows the usual stack, which ends the process
   * without a word. Only what is used of this size becomes memory.
   */
  private static final long STACK_BYTES = 512L << 20;

  private OnnxEnvironment() {}

  /** Starts ONNX Runtime, or returns what was started before. */
  static OrtEnvironment start() {
    Attempt attempt = new Attempt();
    Thread thread = new Thread(null, attempt, "hark-onnxruntime-start", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return attempt.environment();
  }

  private static final class Attempt implements Runnable {
    private @Nullable OrtEnvironment environment;
    private Throwable problem = new IllegalStateException("not tried");

    @Override
    public void run() {
      try {
        environment = OrtEnvironment.getEnvironment();
      } catch (Throwable e) {
        problem = e;
      }
    }

    OrtEnvironment environment() {
      OrtEnvironment started = environment;
      if (started == null) {
        throw new InferenceException("ONNX Runtime does not start: " + problem, problem);
      }
      return started;
    }
  }
}
