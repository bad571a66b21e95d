package dev.hark.server.http;

import io.javalin.http.Handler;
import io.javalin.websocket.WsConfig;
import java.util.function.Consumer;

/**
 * One route: where it is, who may use it, what it is about, and what answers. The router checks
 * access before a handler runs, and turns {@link ApiException} into the error envelope.
 */
public sealed interface Route {
  /** The path, with parameters in braces as in {@code /v1/models/{id}}. */
  String path();

  /** Who may use it. */
  Access access();

  /** Summary and parameters. */
  Operation about();

  /** A route that answers a request. */
  record Http(Verb verb, String path, Access access, Operation about, Handler handler)
      implements Route {}

  /** A route that opens a WebSocket; access is checked before the upgrade. */
  record WebSocket(String path, Access access, Operation about, Consumer<WsConfig> handlers)
      implements Route {}

  /** A route for whoever has a key. */
  static Route.Http of(Verb verb, String path, Operation about, Handler handler) {
    return new Http(verb, path, Access.KEY, about, handler);
  }
}
