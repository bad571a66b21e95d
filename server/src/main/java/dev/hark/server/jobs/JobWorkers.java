package dev.hark.server.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that work on jobs, the oldest first, a few at a time. */
final class JobWorkers {
  private static final Logger LOG = LoggerFactory.getLogger(JobWorkers.class);

  /** Jobs are announced; this only bounds the harm of a store that failed for a moment. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final JobStore store;
  private final JobRunner runner;
  private final JobChanges changes;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Thread> running = new HashMap<>();
  private boolean stopping;

  JobWorkers(JobStore store, JobRunner runner, JobChanges changes) {
    this.store = store;
    this.runner = runner;
    this.changes = changes;
  }

  /** Starts so many workers. */
  synchronized void start(int count) {
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().name("hark-job-worker-" + i).start(this::work));
    }
  }

  private void work() {
    while (!stopping()) {
      long seen = changes.version();
      try {
        Optional<Job> job = store.claim();
        if (job.isPresent()) {
          run(job.get());
        } else {
          changes.await(seen, LONGEST_WAIT);
        }
      } catch (InterruptedException e) {
        return;
      } catch (JobStoreException e) {
        LOG.error("jobs cannot be read", e);
        if (!rest()) {
          return;
        }
      }
    }
  }

  private static boolean rest() {
    try {
      Thread.sleep(LONGEST_WAIT);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized boolean stopping() {
    return stopping;
  }

  private void run(Job job) {
    if (!begin(job.id())) {
      return; // it stays a running one, which the next start of the server puts back
    }
    try {
      runner.run(job);
      store.complete(job.id());
    } catch (CancellationException e) {
      LOG.atInfo().addKeyValue("job", job.id()).log("job stopped");
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        LOG.atInfo().addKeyValue("job", job.id()).log("job stopped"); // while it read its file
      } else {
        fail(job, e);
      }
    } finally {
      end(job.id());
      changes.announce();
    }
  }

  private void fail(Job job, RuntimeException e) {
    JobFailure failure = JobFailure.of(e, runner.recording(job).toString(), job.fileName());
    if (failure.ofRequest()) {
      LOG.atInfo().addKeyValue("job", job.id()).log("job failed: {}", failure.code());
    } else {
      LOG.atError().addKeyValue("job", job.id()).setCause(e).log("job failed");
    }
    while (!record(job, failure) && rest()) {
      // a disk without room for a transcript may have none for its failure either
    }
  }

  private boolean record(Job job, JobFailure failure) {
    try {
      store.fail(job.id(), failure);
      return true;
    } catch (JobStoreException e) {
      LOG.atError().addKeyValue("job", job.id()).setCause(e).log("failure cannot be stored");
      return false;
    }
  }

  private synchronized boolean begin(String id) {
    if (!stopping) {
      running.put(id, Thread.currentThread());
    }
    return !stopping;
  }

  private synchronized void end(String id) {
    running.remove(id);
    if (!stopping) {
      Thread.interrupted(); // a cancellation that came too late is not for the next job
    }
  }

  /** Stops the work on a job, if there is any. */
  synchronized void interrupt(String id) {
    Optional.ofNullable(running.get(id)).ifPresent(Thread::interrupt);
  }

  /** Stops all work; what is running goes on when the server is started again. */
  void stop() {
    List<Thread> stopped;
    synchronized (this) {
      stopping = true;
      stopped = List.copyOf(threads);
    }
    stopped.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : stopped) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
