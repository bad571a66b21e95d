package dev.hark.model.hub;

import dev.hark.model.hub.HubException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Repeats what the network cut short: up to {@link #LIMIT} failures in a row, each after a longer
 * wait. An attempt that got further than the last starts the count again.
 */
final class Retries {
  static final int LIMIT = 6;
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(16);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

  /** Waits; tests count instead. */
  @FunctionalInterface
  interface Pause {
    /** Returns after {@code time}. */
    void sleep(Duration time) throws InterruptedException;
  }

  /** What is tried; throws IOException only for failures of the network. */
  @FunctionalInterface
  interface Attempt<T> {
    /** Tries once. */
    T run() throws IOException, InterruptedException;
  }

  private final Pause pause;
  private int failures;

  Retries(Pause pause) {
    this.pause = pause;
  }

  /** To be called by an attempt that got further than those before it. */
  void progressed() {
    failures = 0;
  }

  /**
   * The result of the first attempt that succeeds; {@code what} names it in messages.
   *
   * @throws CancellationException if the thread is interrupted
   */
  <T> T run(String what, Attempt<T> attempt) {
    try {
      while (true) {
        try {
          return attempt.run();
        } catch (IOException e) {
          failures++;
          if (failures >= LIMIT) {
            throw gaveUp(what, e);
          }
          pause.sleep(waitAfter(what, e));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException) new CancellationException(what + ": interrupted").initCause(e);
    }
  }

  private Duration waitAfter(String what, IOException failure) {
    long base = Math.min(FIRST_WAIT.toMillis() << (failures - 1), LONGEST_WAIT.toMillis());
    Duration wait = Duration.ofMillis(ThreadLocalRandom.current().nextLong(base / 2, base + 1));
    if (failure instanceof TransientFailure answer && answer.retryAfter().compareTo(wait) > 0) {
      if (answer.retryAfter().compareTo(LONGEST_RETRY_AFTER) > 0) {
        throw gaveUp(what, failure);
      }
      return answer.retryAfter();
    }
    return wait;
  }

  private HubException gaveUp(String what, IOException cause) {
    if (cause instanceof TransientFailure answer && answer.rateLimited()) {
      return new HubException(
          Reason.RATE_LIMITED,
          "%s: the hub refuses because of too many requests; try again in %s or set HF_TOKEN"
              .formatted(what, minutes(answer.retryAfter())),
          cause);
    }
    return new HubException(
        Reason.UNREACHABLE,
        "%s: %s, tried %d times; check the network, or set HF_ENDPOINT to a mirror"
            .formatted(what, describe(cause), failures),
        cause);
  }

  private static String minutes(Duration time) {
    return time.compareTo(Duration.ofMinutes(1)) < 0
        ? Math.max(1, time.toSeconds()) + " s"
        : time.toMinutes() + " min";
  }

  private static String describe(IOException cause) {
    if (cause instanceof ConnectException) {
      return "cannot connect to the hub";
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
