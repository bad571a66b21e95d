package dev.hark.model.hub;

import java.io.IOException;
import java.time.Duration;

/** An answer that may be better next time: a server error or too many requests. */
final class TransientFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final Duration retryAfter;

  /**
   * @param status the HTTP status
   * @param retryAfter the wait the server asks for; zero if it asks for none
   */
  TransientFailure(int status, Duration retryAfter, String message) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  boolean rateLimited() {
    return status == 429;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
