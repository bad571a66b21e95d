package dev.hark.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** Bodies of requests, bounded. */
public final class Bodies {
  private static final int BUFFER_BYTES = 1 << 14;
  private static final long DISCARD_MILLIS = 1000;
  private static final long MOST_DISCARDED = 64L << 20;

  private Bodies() {}

  /** Refuses compressed bodies and those that say they are too large. */
  static void check(Context context, long maxBytes) {
    String encoding = Optional.ofNullable(context.header("Content-Encoding")).orElse("identity");
    if (!encoding.toLowerCase(Locale.ROOT).equals("identity")) {
      throw ApiException.of(
          400, "unsupported_content_encoding", "wanted a body without Content-Encoding");
    }
    if (context.req().getContentLengthLong() > maxBytes) {
      throw tooLarge(maxBytes);
    }
  }

  /**
   * Keeps a body in a file, so that those who wait for their turn take no memory.
   *
   * @throws ApiException 413 if it is too large, 408 if it comes too slowly
   */
  public static SpooledBody spool(Context context, UploadLimits upload, Path folder)
      throws IOException {
    long maxBytes = upload.maxBytes();
    check(context, maxBytes);
    SpooledBody body = new SpooledBody(folder.resolve("body-" + UUID.randomUUID()));
    try (UploadWatch watch = UploadWatch.start(context, upload);
        OutputStream out = Files.newOutputStream(body.file())) {
      InputStream in = context.req().getInputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      long total = 0;
      for (int count; (count = read(in, buffer, watch)) >= 0; ) {
        total += count;
        if (total > maxBytes) {
          throw tooLarge(maxBytes);
        }
        out.write(buffer, 0, count);
      }
      return body;
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e;
    }
  }

  private static int read(InputStream in, byte[] buffer, UploadWatch watch) throws IOException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      if (watch.slow()) {
        throw watch.refusal();
      }
      throw e;
    }
  }

  /**
   * Reads what a refused client still sends, for a moment: if the connection were closed at once,
   * many clients would report that and not the answer.
   */
  static void discard(Context context) {
    EndPoint endPoint =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    long idleTimeoutMillis = endPoint.getIdleTimeout();
    endPoint.setIdleTimeout(DISCARD_MILLIS);
    long end = System.nanoTime() + Duration.ofMillis(DISCARD_MILLIS).toNanos();
    try {
      InputStream in = context.req().getInputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      long total = 0;
      while (total < MOST_DISCARDED && System.nanoTime() < end) {
        int count = in.read(buffer);
        if (count < 0) {
          return;
        }
        total += count;
      }
    } catch (IOException | IllegalStateException e) {
      // the client is gone, or its body was read as a form: nothing is left
    } finally {
      endPoint.setIdleTimeout(idleTimeoutMillis);
    }
  }

  static ApiException tooLarge(long maxBytes) {
    return ApiException.of(
        413, "request_too_large", "the body has more than %d bytes".formatted(maxBytes));
  }

  /** Whether all of the request's body was read. */
  static boolean finished(Context context) {
    try {
      return context.req().getInputStream().isFinished();
    } catch (IOException e) {
      return false;
    }
  }
}
