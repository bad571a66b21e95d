package dev.hark.server.http;

import io.javalin.http.Context;

/** Headers that keep a browser from doing with an answer what it was not meant for. */
final class SecurityHeaders {
  private static final String POLICY =
      "default-src 'self'; media-src 'self' blob:; img-src 'self' data: blob:; "
          + "worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
          + "form-action 'self'; frame-ancestors 'none'";

  private SecurityHeaders() {}

  static void write(Context context) {
    context
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("X-Frame-Options", "DENY")
        .header("Cache-Control", "no-store");
  }
}
