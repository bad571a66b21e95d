package dev.hark.server.load;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Caller;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/**
 * Decides who is let in. A request enters before its body is read, and is refused at once if too
 * many are in: its caller's (429) or all together (503). Having read its body it waits for its
 * turn, so that slow uploads keep nobody from working.
 */
public final class Admission {
  private static final double SMOOTHING = 0.2;
  private static final double MAX_RETRY_SECONDS = 8;

  private final int workers;
  private final int places;
  private final int placesPerCaller;
  private final Semaphore turns;
  private final Map<String, Integer> callers = new HashMap<>();

  private int inside;
  private boolean draining;
  private double workSeconds = 1;

  private Admission(int workers, int queue, int placesPerCaller) {
    this.workers = workers;
    this.places = workers + queue;
    this.placesPerCaller = placesPerCaller;
    this.turns = new Semaphore(workers, true);
  }

  /** Admission with the limits of a configuration. */
  public static Admission create(ServerConfig config) {
    return new Admission(
        Math.max(1, config.number(Setting.CONCURRENCY)),
        config.number(Setting.QUEUE),
        Math.max(1, config.number(Setting.CONCURRENCY_PER_KEY)));
  }

  /**
   * Lets a request in. Closing the place lets it out.
   *
   * @throws ApiException 429 or 503 with the time to come again
   */
  public synchronized Place enter(Caller caller) {
    if (draining) {
      throw ApiException.overloaded(
          503, "server_draining", Duration.ofSeconds(1), "the server is being stopped");
    }
    int own = callers.getOrDefault(caller.name(), 0);
    if (caller.hasKey() && own >= placesPerCaller) {
      throw ApiException.overloaded(
          429,
          "rate_limit_exceeded",
          retryAfter(),
          "this API key has %d requests open, which is the limit".formatted(own));
    }
    if (inside >= places) {
      throw ApiException.overloaded(
          503, "server_full", retryAfter(), "the server works on as many requests as it may");
    }
    inside++;
    callers.put(caller.name(), own + 1);
    return new Place(caller);
  }

  /** How long the queue will take, in the 1 to 8 seconds that clients obey. */
  private Duration retryAfter() {
    double seconds = workSeconds * Math.max(1, inside - workers) / workers;
    return Duration.ofMillis((long) (1000 * Math.clamp(seconds, 1, MAX_RETRY_SECONDS)));
  }

  private synchronized void leave(Caller caller) {
    inside--;
    callers.computeIfPresent(caller.name(), (_, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  private synchronized void worked(double seconds) {
    workSeconds += SMOOTHING * (seconds - workSeconds);
  }

  /** Requests that are inside, those that wait included. */
  public synchronized int inside() {
    return inside;
  }

  /** Requests that are worked on. */
  public int working() {
    return workers - turns.availablePermits();
  }

  /** Whether nobody is let in any more. */
  public synchronized boolean draining() {
    return draining;
  }

  /** Lets nobody in any more. */
  public synchronized void drain() {
    draining = true;
  }

  /** Waits until all are out; {@code false} if that took longer. */
  public synchronized boolean awaitEmpty(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (inside > 0) {
      long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  /** The place of one request, from its beginning to its end. */
  public final class Place implements AutoCloseable {
    private final Caller caller;
    private boolean working;
    private boolean closed;
    private long startNanos;

    private Place(Caller caller) {
      this.caller = caller;
    }

    /**
     * Waits for the turn to work.
     *
     * @throws CancellationException if the thread is interrupted
     */
    public void awaitTurn() {
      try {
        turns.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while it waited for its turn");
      }
      working = true;
      startNanos = System.nanoTime();
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      if (working) {
        turns.release();
        worked((System.nanoTime() - startNanos) / 1e9);
      }
      leave(caller);
    }
  }
}
