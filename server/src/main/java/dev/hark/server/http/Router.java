package dev.hark.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.QuietException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands routes to the web server, each behind the {@link Gate}. What is no route needs a key. */
public final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  /** What nginx logs for clients that are gone; nobody reads it. */
  private static final int CLIENT_GONE = 499;

  private final Gate gate;
  private final List<Route> routes;

  /** A router of these routes. */
  public Router(Gate gate, List<Route> routes) {
    this.gate = gate;
    this.routes = List.copyOf(routes);
  }

  /** Registers everything. */
  public void install(RoutesConfig config) {
    config.before(this::begin);
    for (Route route : routes) {
      switch (route) {
        case Route.Http http ->
            config.addHttpHandler(
                http.verb().type(),
                http.path(),
                context -> {
                  AccessLog.matched(context, http);
                  gate.checkKey(context, http.access());
                  http.handler().handle(context);
                });
        case Route.WebSocket socket -> {
          config.wsBeforeUpgrade(
              socket.path(),
              context -> {
                begin(context);
                gate.checkKey(context, socket.access());
              });
          config.ws(socket.path(), socket.handlers());
        }
      }
    }
    config.exception(ApiException.class, (error, context) -> ErrorBody.write(context, error));
    config.exception(ClientGoneException.class, (_, context) -> context.status(CLIENT_GONE));
    config.exception(IOException.class, Router::lostClient);
    config.exception(HttpResponseException.class, this::refusedByWebServer);
    config.exception(Exception.class, Router::failed);
  }

  private static void failed(Exception failure, Context context) {
    LOG.atError()
        .addKeyValue("request", RequestId.of(context))
        .setCause(failure)
        .log("request failed");
    ErrorBody.write(
        context, ApiException.of(500, "internal_error", "the server failed; its log has more"));
  }

  /** A body that ended early or stood still; what else cannot be read or written is our failure. */
  private static void lostClient(IOException failure, Context context) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        ErrorBody.write(
            context, ApiException.of(408, "upload_timeout", "the body stood still for too long"));
        return;
      }
      if (cause instanceof EOFException || cause instanceof QuietException) {
        context.status(CLIENT_GONE);
        return;
      }
    }
    failed(failure, context);
  }

  private void begin(Context context) {
    context.header(RequestId.HEADER, RequestId.of(context));
    SecurityHeaders.write(context);
    gate.checkSite(context);
  }

  /** An answer of the web server's own becomes an envelope, and tells nothing without a key. */
  private void refusedByWebServer(HttpResponseException refusal, Context context) {
    try {
      gate.checkKey(context, Access.KEY);
      ErrorBody.write(context, refusal(refusal, context));
    } catch (ApiException e) {
      ErrorBody.write(context, e);
    }
  }

  private static ApiException refusal(HttpResponseException refusal, Context context) {
    return switch (refusal.getStatus()) {
      case 404 ->
          ApiException.of(
              404, "not_found", "there is no route %s here".formatted(context.method().name()));
      case 405 -> ApiException.of(405, "method_not_allowed", "the route has other methods");
      default -> ApiException.of(refusal.getStatus(), "refused", "the request was refused");
    };
  }
}
