package dev.hark.server.jobs;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.models.ModelPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a server: what is stored of them, and who works on them. Jobs that were running when
 * a server ended, in whatever way, go on when the next one opens their folder.
 */
public final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final Duration LONGEST_BETWEEN_CLEANINGS = Duration.ofHours(1);

  private final JobFolder folder;
  private final JobStore store;
  private final JobChanges changes = new JobChanges();
  private final JobWorkers workers;
  private final Optional<Thread> cleaner;

  private Jobs(JobFolder folder, JobStore store, ModelPool models, ServerConfig config) {
    this.folder = folder;
    this.store = store;
    this.workers =
        new JobWorkers(store, new JobRunner(models, store, folder, changes, config), changes);
    Duration keep = config.duration(Setting.JOBS_KEEP);
    this.cleaner =
        keep.isZero()
            ? Optional.empty()
            : Optional.of(Thread.ofVirtual().name("hark-job-cleaner").unstarted(() -> clean(keep)));
  }

  /**
   * Opens the folder of the configuration.
   *
   * @throws IllegalArgumentException if another server uses it, or it cannot be written
   */
  public static Jobs open(ServerConfig config, ModelPool models) {
    try {
      JobFolder folder = JobFolder.open(JobFolder.path(config));
      try {
        JobStore store = JobStore.open(folder.store());
        store.requeue();
        folder.sweep(new HashSet<>(store.ids()));
        return new Jobs(folder, store, models, config);
      } catch (RuntimeException | IOException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "jobs-dir: %s cannot be used: %s".formatted(JobFolder.path(config), e), e);
    }
  }

  /** Begins to work. */
  public void start(int atOnce) {
    workers.start(atOnce);
    cleaner.ifPresent(Thread::start);
  }

  JobFolder folder() {
    return folder;
  }

  JobStore store() {
    return store;
  }

  JobChanges changes() {
    return changes;
  }

  /** Adds a job whose recording is kept. */
  void add(Job job) {
    store.add(job);
    changes.announce();
  }

  /** Cancels a job; {@code false} if it is finished. */
  boolean cancel(String id) {
    boolean cancelled = store.cancel(id);
    if (cancelled) {
      workers.interrupt(id);
      changes.announce();
    }
    return cancelled;
  }

  /** Deletes a finished job with its recording; {@code false} if it is not finished. */
  boolean delete(String id) {
    boolean deleted = store.delete(id);
    if (deleted) {
      folder.delete(id); // who dies in between leaves a file that the next start sweeps
      changes.announce();
    }
    return deleted;
  }

  private void clean(Duration keep) {
    Duration pause = keep.dividedBy(4).plusMillis(1);
    if (pause.compareTo(LONGEST_BETWEEN_CLEANINGS) > 0) {
      pause = LONGEST_BETWEEN_CLEANINGS;
    }
    try {
      while (true) {
        try {
          Instant before = Instant.ofEpochMilli(System.currentTimeMillis()).minus(keep);
          store.finishedBefore(before).forEach(this::delete);
        } catch (JobStoreException | UncheckedIOException e) {
          LOG.warn("old jobs could not be deleted", e);
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the work, which goes on at the next start, and sends readers of events home. */
  public void pause() {
    changes.close();
    cleaner.ifPresent(Thread::interrupt);
    workers.stop();
    store.requeue();
  }

  @Override
  public void close() {
    pause();
    store.close();
    try {
      folder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
