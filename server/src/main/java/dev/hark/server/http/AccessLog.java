package dev.hark.server.http;

import io.javalin.http.Context;
import io.javalin.http.RequestLogger;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of log for each request, without anything of its content: neither audio nor text nor
 * keys nor file names.
 */
public final class AccessLog implements RequestLogger {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final String ROUTE = "hark.route";

  private final RequestListener listener;

  /** A log that also tells a listener. */
  public AccessLog(RequestListener listener) {
    this.listener = listener;
  }

  static void matched(Context context, Route route) {
    context.attribute(ROUTE, route.path());
  }

  @Override
  public void handle(Context context, Float millis) {
    String route = Optional.ofNullable(context.<String>attribute(ROUTE)).orElse("none");
    Duration time = Duration.ofNanos((long) (millis * 1e6));
    listener.answered(context.method().name(), route, context.statusCode(), time);
    LOG.atInfo()
        .addKeyValue("request", RequestId.of(context))
        .addKeyValue("method", context.method().name())
        .addKeyValue("route", route)
        .addKeyValue("status", context.statusCode())
        .addKeyValue("millis", time.toMillis())
        .addKeyValue("caller", Caller.of(context).name())
        .log("request");
  }
}
