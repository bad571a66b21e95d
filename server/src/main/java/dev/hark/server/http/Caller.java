package dev.hark.server.http;

import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param name name of the API key, or {@code -} if the server has no keys
 */
public record Caller(String name) {
  private static final String ATTRIBUTE = "hark.caller";

  /** Everybody, where no key is needed. */
  static final Caller ANYBODY = new Caller("-");

  /** The caller whose access the router checked. */
  public static Caller of(Context context) {
    return Optional.ofNullable(context.<Caller>attribute(ATTRIBUTE)).orElse(ANYBODY);
  }

  /** Whether the caller has a key, so that its requests can be told from those of others. */
  public boolean hasKey() {
    return !equals(ANYBODY);
  }

  /** The caller whose access the router checked before the upgrade. */
  public static Caller of(WsContext context) {
    return Optional.ofNullable(context.<Caller>attribute(ATTRIBUTE)).orElse(ANYBODY);
  }

  void attachTo(Context context) {
    context.attribute(ATTRIBUTE, this);
  }
}
