package dev.hark.server.http;

import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * Ends the reading of a body that comes too slowly. Jetty's own timeout starts anew with each byte,
 * so that a byte now and then would hold a place for ever; when the watch has seen enough of that
 * it shortens this timeout to almost nothing.
 */
final class UploadWatch implements AutoCloseable {
  private static final long AT_ONCE_MILLIS = 1;

  private final UploadLimits limits;
  private final Request request;
  private final EndPoint endPoint;
  private final long idleTimeoutMillis;
  private final Thread thread = Thread.ofVirtual().name("hark-upload-watch").unstarted(this::watch);
  private boolean closed;
  private boolean slow;

  private UploadWatch(Context context, UploadLimits limits) {
    this.limits = limits;
    this.request = ServletContextRequest.getServletContextRequest(context.req());
    this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    this.idleTimeoutMillis = endPoint.getIdleTimeout();
  }

  /** Watches until closed, if there is a bound. */
  static UploadWatch start(Context context, UploadLimits limits) {
    UploadWatch watch = new UploadWatch(context, limits);
    if (limits.bytesInPatience() > 0) {
      watch.thread.start();
    }
    return watch;
  }

  private void watch() {
    try {
      long before = 0;
      do {
        Thread.sleep(limits.patience());
        long now = Request.getContentBytesRead(request);
        if (now - before < limits.bytesInPatience()) {
          end();
        }
        before = now;
      } while (!slow());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end() {
    if (!closed) {
      slow = true;
      endPoint.setIdleTimeout(AT_ONCE_MILLIS);
    }
  }

  /** Whether reading failed because the body came too slowly. */
  synchronized boolean slow() {
    return slow;
  }

  /** What a client is told whose body came too slowly. */
  ApiException refusal() {
    return ApiException.of(
        408,
        "upload_timeout",
        "the body came with less than %d bytes a second for %d s"
            .formatted(limits.bytesPerSecond(), limits.patience().toSeconds()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    thread.interrupt();
    if (slow) {
      endPoint.setIdleTimeout(idleTimeoutMillis);
    }
  }
}
