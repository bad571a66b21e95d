package dev.hark.server.http;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The id that a request has in answers and logs: what the client sent, if it is harmless. */
public final class RequestId {
  static final String HEADER = "x-request-id";
  private static final String ATTRIBUTE = "hark.request-id";
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private RequestId() {}

  /** The id of a request. */
  public static String of(Context context) {
    Optional<String> known = Optional.ofNullable(context.<String>attribute(ATTRIBUTE));
    if (known.isPresent()) {
      return known.get();
    }
    String id =
        Optional.ofNullable(context.header(HEADER))
            .filter(sent -> HARMLESS.matcher(sent).matches())
            .orElseGet(() -> "req_" + UUID.randomUUID().toString().replace("-", ""));
    context.attribute(ATTRIBUTE, id);
    return id;
  }
}
