package dev.hark.server.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The error envelope {@code {"error":{message,type,param,code}}}: all four keys, always. */
public final class ErrorBody {
  private ErrorBody() {}

  /** The envelope as JSON. */
  public static ObjectNode of(ApiException error) {
    ObjectNode root = Json.object();
    ObjectNode body = root.putObject("error");
    body.put("message", error.message());
    body.put("type", error.type());
    put(body, "param", error.parameter());
    put(body, "code", error.code());
    return root;
  }

  private static void put(ObjectNode body, String key, Optional<String> value) {
    value.ifPresentOrElse(text -> body.put(key, text), () -> body.putNull(key));
  }

  /** Answers with the error, if nothing was answered yet. */
  public static void write(Context context, ApiException error) {
    if (context.res().isCommitted()) {
      return;
    }
    error.retryAfter().ifPresent(after -> retryHeaders(context, after));
    if (error.status() == 401) {
      context.header("WWW-Authenticate", "Bearer");
    }
    Json.write(context.status(error.status()), of(error));
  }

  /** Seconds for browsers and curl, milliseconds for the SDKs of OpenAI. */
  private static void retryHeaders(Context context, Duration after) {
    context.header("Retry-After", Long.toString(Math.ceilDiv(after.toMillis(), 1000L)));
    context.header("retry-after-ms", Long.toString(after.toMillis()));
  }
}
