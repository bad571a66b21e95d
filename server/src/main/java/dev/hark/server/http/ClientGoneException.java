package dev.hark.server.http;

/** A client that closed its connection before it had its answer. */
public final class ClientGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClientGoneException() {
    super("the client is gone", null, false, false);
  }
}
