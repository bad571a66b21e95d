package dev.hark.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Bodies of requests, bounded. */
public final class Bodies {
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
   * The bytes of a body.
   *
   * @throws ApiException 413 if there are more than {@code maxBytes}
   */
  public static byte[] read(Context context, int maxBytes) throws IOException {
    check(context, maxBytes);
    byte[] bytes = context.req().getInputStream().readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw tooLarge(maxBytes);
    }
    return bytes;
  }

  static ApiException tooLarge(long maxBytes) {
    return ApiException.of(
        413, "request_too_large", "the body has more than %d bytes".formatted(maxBytes));
  }
}
