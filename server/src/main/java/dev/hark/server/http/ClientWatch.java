package dev.hark.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Interrupts the thread that works on a request when its client goes away or its time is up.
 *
 * <p>Jetty hears of a lost client when it reads or writes, and does neither while a handler works.
 * A watching thread therefore tries to read. It may do so once the body is read: what comes then is
 * the end of the connection, or the next request of a client that did not wait. Of that one a byte
 * is lost, so the connection is closed after the answer and the client has to send it again.
 */
public final class ClientWatch implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final Context context;
  private final EndPoint endPoint;
  private final Thread worker = Thread.currentThread();
  private final long deadlineNanos;
  private final long idleTimeoutMillis;
  private final ByteBuffer none = BufferUtil.allocate(1);

  private boolean closed;
  private boolean gone;
  private boolean late;
  private boolean pipelined;

  private ClientWatch(Context context, Duration longest) {
    this.context = context;
    this.endPoint =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    this.deadlineNanos = System.nanoTime() + longest.toNanos();
    this.idleTimeoutMillis = endPoint.getIdleTimeout();
  }

  /**
   * Does work on the calling thread, interrupted if nobody waits for it any more. The body of the
   * request must have been read.
   *
   * @param longest time that the work may take
   * @throws ApiException 504 if it took longer
   * @throws ClientGoneException if the client is gone
   */
  public static <T> T over(Context context, Duration longest, Supplier<T> work) {
    try (ClientWatch watch = new ClientWatch(context, longest)) {
      watch.endPoint.setIdleTimeout(0); // a client that waits for its answer is not idle
      Thread.ofVirtual().name("hark-client-watch").start(watch::watch);
      return watch.call(work);
    }
  }

  private void watch() {
    try {
      while (look()) {
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is more to look for. */
  private synchronized boolean look() {
    if (closed) {
      return false;
    }
    late = System.nanoTime() - deadlineNanos >= 0;
    gone = !pipelined && isGone();
    if (late || gone) {
      closed = true;
      worker.interrupt();
    }
    return !closed;
  }

  private boolean isGone() {
    if (!endPoint.isOpen()) {
      return true;
    }
    try {
      int count = endPoint.fill(none);
      pipelined = count > 0;
      return count < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private <T> T call(Supplier<T> work) {
    try {
      return work.get();
    } catch (CancellationException e) {
      throw reason(e);
    }
  }

  private synchronized RuntimeException reason(CancellationException e) {
    if (late) {
      return ApiException.of(504, "request_timeout", "the request took longer than it may");
    }
    return gone ? new ClientGoneException() : e;
  }

  /** Ends the watch; from then on the thread is not interrupted any more. */
  @Override
  public synchronized void close() {
    closed = true;
    if (late || gone) {
      Thread.interrupted();
    }
    if (pipelined && !context.res().isCommitted()) {
      context.header("Connection", "close");
    }
    endPoint.setIdleTimeout(idleTimeoutMillis);
  }
}
