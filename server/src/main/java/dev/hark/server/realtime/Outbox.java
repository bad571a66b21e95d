package dev.hark.server.realtime;

import dev.hark.server.http.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import tools.jackson.databind.JsonNode;

/**
 * What a client is to be told, in order. A thread of its own sends it, so that nobody waits for a
 * slow reader; one that lets too much pile up is cut off.
 */
final class Outbox {
  private static final int MOST_WAITING = 4096;
  private static final Duration LONGEST_SEND = Duration.ofSeconds(30);

  /** How long a client may take to answer that it heard of the end. */
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);

  private final Session session;
  private final BlockingQueue<Parcel> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();

  /** A text, or the end. */
  private sealed interface Parcel {
    record Text(String json) implements Parcel {}

    record Close(int code, String reason) implements Parcel {}
  }

  private Outbox(Session session) {
    this.session = session;
  }

  /** An outbox whose thread ends with the connection. */
  static Outbox start(Session session) {
    Outbox outbox = new Outbox(session);
    Thread.ofVirtual().name("hark-realtime-out").start(outbox::run);
    return outbox;
  }

  /** Closes a connection that was never let in. */
  static void refuse(Session session, int code, String reason) {
    start(session).close(code, reason);
  }

  /** Sends an event behind all others; nothing is sent after the end was. */
  void send(JsonNode event) {
    if (!closing.get() && !waiting.offer(new Parcel.Text(Json.text(event)))) {
      cutOff();
    }
  }

  /** Closes the connection when everything before was sent. Only the first code counts. */
  void close(int code, String reason) {
    if (closing.compareAndSet(false, true) && !waiting.offer(new Parcel.Close(code, reason))) {
      session.disconnect();
    }
  }

  private void cutOff() {
    if (closing.compareAndSet(false, true)) {
      session.disconnect(); // who does not read does not read why either
    }
  }

  private void run() {
    try {
      while (session.isOpen()) {
        Optional<Parcel> parcel = Optional.ofNullable(waiting.poll(1, TimeUnit.SECONDS));
        if (parcel.isPresent() && !deliver(parcel.get())) {
          gone.get(LONGEST_FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      closing.set(true);
    } finally {
      session.disconnect();
    }
  }

  /** Says that the connection is gone. */
  void gone() {
    gone.complete(true);
  }

  /** Returns whether more may follow. */
  private boolean deliver(Parcel parcel)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    Callback callback = Callback.from(() -> sent.complete(true), sent::completeExceptionally);
    boolean more =
        switch (parcel) {
          case Parcel.Text(String json) -> {
            session.sendText(json, callback);
            yield true;
          }
          case Parcel.Close(int code, String reason) -> {
            session.close(code, reason, callback);
            yield false;
          }
        };
    return sent.get(LONGEST_SEND.toMillis(), TimeUnit.MILLISECONDS) && more;
  }
}
