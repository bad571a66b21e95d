package dev.hark.cli;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Works on inputs so that the recogniser's batch stays full: the next one is begun as soon as the
 * one before has been read to its end, while the last pieces of that are still being decoded. Long
 * recordings, which fill the batch alone, thus come one after the other, and short ones together.
 */
final class FileBatch implements AutoCloseable {
  private static final long ENDING_SECONDS = 3;

  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("hark-input-", 0).factory());
  private final Semaphore slots;

  /**
   * @param inputsAtOnce most inputs to work on at a time
   */
  FileBatch(int inputsAtOnce) {
    this.slots = new Semaphore(inputsAtOnce);
  }

  /**
   * Does the work on all jobs and waits for it.
   *
   * @param work gives each job its outcome, or none if it is interrupted
   */
  void run(List<Job> jobs, Consumer<Job> work) throws InterruptedException {
    for (Job job : jobs) {
      slots.acquire();
      executor.execute(() -> {
        try {
          work.accept(job);
        } finally {
          job.giveUp();
          slots.release();
        }
      });
      job.awaitRead();
    }
    executor.shutdown();
    while (!executor.awaitTermination(1, TimeUnit.HOURS)) {
      // A recording may take as long as it takes.
    }
  }

  /** Interrupts what is being worked on, without waiting. */
  void stop() {
    executor.shutdownNow();
    // What waits for a decoder cannot be interrupted, but notices when the decoder is gone.
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  /** Whether no work is left, after a short wait. */
  boolean ended() {
    try {
      return executor.awaitTermination(ENDING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
