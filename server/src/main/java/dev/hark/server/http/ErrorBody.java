package dev.hark.server.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
      writeEvent(context, error);
      return;
    }
    error.retryAfter().ifPresent(after -> retryHeaders(context, after));
    if (error.status() == 501 || error.status() == 504) {
      context.header("x-should-retry", "false"); // it would be the same again
    }
    if (error.status() == 401) {
      context.header("WWW-Authenticate", "Bearer");
    }
    context.status(error.status()).contentType("application/json");
    if (!HandlerType.POST.equals(context.method()) || Bodies.finished(context)) {
      Json.write(context, of(error));
      return;
    }
    // The answer goes out before the rest of the body has come in. What the client sends next on
    // this connection could be taken for that rest.
    context.header("Connection", "close");
    try {
      byte[] body = Json.text(of(error)).getBytes(StandardCharsets.UTF_8);
      context.res().setContentLength(body.length);
      context.res().getOutputStream().write(body);
      context.res().flushBuffer();
    } catch (IOException e) {
      return; // the client is gone
    }
    Bodies.discard(context);
  }

  /** In the middle of a stream an error is an event; other answers cannot be changed any more. */
  private static void writeEvent(Context context, ApiException error) {
    String type = Optional.ofNullable(context.res().getContentType()).orElse("");
    if (!type.startsWith("text/event-stream")) {
      return;
    }
    try {
      byte[] event =
          "data: %s\n\n".formatted(Json.text(of(error))).getBytes(StandardCharsets.UTF_8);
      context.res().getOutputStream().write(event);
      context.res().flushBuffer();
    } catch (IOException e) {
      // the client is gone
    }
  }

  /** Seconds for browsers and curl, milliseconds for the SDKs of OpenAI. */
  private static void retryHeaders(Context context, Duration after) {
    context.header("Retry-After", Long.toString(Math.ceilDiv(after.toMillis(), 1000L)));
    context.header("retry-after-ms", Long.toString(after.toMillis()));
  }
}
