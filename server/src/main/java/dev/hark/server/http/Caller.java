package dev.hark.server.http;

import io.javalin.http.Context;
import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param name name of the API key, or of nobody in particular if the server has no keys
 */
public record Caller(String name) {
  private static final String ATTRIBUTE = "hark.caller";

  /** Everybody, where no key is needed. */
  static final Caller ANYBODY = new Caller("anybody");

  /** The caller whose access the router checked. */
  public static Caller of(Context context) {
    return Optional.ofNullable(context.<Caller>attribute(ATTRIBUTE)).orElse(ANYBODY);
  }

  void attachTo(Context context) {
    context.attribute(ATTRIBUTE, this);
  }
}
