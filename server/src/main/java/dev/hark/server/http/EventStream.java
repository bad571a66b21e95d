package dev.hark.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Server-sent events of one answer: JSON in {@code data} lines, comments while there is none so
 * that proxies keep the connection, and at the end {@code [DONE]}.
 *
 * <p>The work runs on a thread of its own and is interrupted when the client is gone or does not
 * read: events that wait are bounded.
 */
public final class EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int MOST_WAITING = 4096;

  private final Context context;
  private final Duration heartbeat;
  private final BlockingQueue<Optional<JsonNode>> events =
      new ArrayBlockingQueue<>(MOST_WAITING + 1);

  private EventStream(Context context, Duration heartbeat) {
    this.context = context;
    this.heartbeat = heartbeat;
  }

  /** A stream that answers the request. */
  public static EventStream of(Context context, Duration heartbeat) {
    return new EventStream(context, heartbeat);
  }

  /**
   * Does work that sends events, and sends them. What the work throws becomes an event with an
   * {@code error} object, which the clients of OpenAI throw.
   *
   * @throws ClientGoneException if the client is gone
   */
  public void run(Consumer<Consumer<JsonNode>> work) {
    CompletableFuture<Optional<ApiException>> result = new CompletableFuture<>();
    Thread worker =
        Thread.ofVirtual().name("hark-events").start(() -> result.complete(outcome(work)));
    try {
      OutputStream out = open();
      send(out);
      Optional<ApiException> error = result.join();
      if (error.isPresent()) {
        write(out, Json.text(ErrorBody.of(error.get())));
      }
      write(out, "[DONE]");
    } catch (IOException e) {
      throw new ClientGoneException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while events were sent");
    } finally {
      worker.interrupt();
      result.join();
    }
  }

  private Optional<ApiException> outcome(Consumer<Consumer<JsonNode>> work) {
    Thread worker = Thread.currentThread();
    try {
      work.accept(event -> {
        if (events.remainingCapacity() <= 1 || !events.offer(Optional.of(event))) {
          worker.interrupt(); // nobody reads
        }
      });
      return Optional.empty();
    } catch (ApiException e) {
      return Optional.of(e);
    } catch (CancellationException e) {
      return Optional.of(ApiException.of(503, "cancelled", "the work was cancelled"));
    } catch (RuntimeException | Error e) { // whoever waits for the events must hear of their end
      LOG.atError().addKeyValue("request", RequestId.of(context)).setCause(e).log("request failed");
      return Optional.of(
          ApiException.of(500, "internal_error", "the server failed; its log has more"));
    } finally {
      events.offer(Optional.empty());
    }
  }

  private OutputStream open() throws IOException {
    context
        .status(200)
        .contentType("text/event-stream; charset=utf-8")
        .header("X-Accel-Buffering", "no");
    OutputStream out = context.res().getOutputStream();
    context.res().flushBuffer();
    return out;
  }

  private void send(OutputStream out) throws IOException, InterruptedException {
    while (true) {
      Optional<JsonNode> event = events.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        out.write(": working\n\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      } else if (event.isEmpty()) {
        return;
      } else {
        write(out, Json.text(event.get()));
      }
    }
  }

  private static void write(OutputStream out, String data) throws IOException {
    out.write("data: %s\n\n".formatted(data).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
