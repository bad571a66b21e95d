package dev.hark.server.http;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What every request passes before a handler sees it: site, then key. */
public final class Gate {
  private static final String BEARER = "bearer ";
  private static final String KEY_PROTOCOL = "openai-insecure-api-key.";

  private final OriginRules origins;
  private final ApiKeys keys;

  /** A gate with these rules. */
  public Gate(OriginRules origins, ApiKeys keys) {
    this.origins = origins;
    this.keys = keys;
  }

  /** Refuses requests that a page of another site caused. */
  void checkSite(Context context) {
    if (!origins.allow(
        Optional.ofNullable(context.header("Host")),
        Optional.ofNullable(context.header("Origin")))) {
      throw ApiException.of(
          403,
          "origin_not_allowed",
          "this host name or origin is not allowed; see allowed-hosts and allowed-origins");
    }
  }

  /** Refuses requests without a key where one is needed. */
  void checkKey(Context context, Access access) {
    if (access == Access.PUBLIC || !keys.required()) {
      return;
    }
    String key =
        bearer(context)
            .or(() -> subprotocol(context))
            .orElseThrow(() ->
                ApiException.of(
                    401,
                    "invalid_api_key",
                    "no API key was sent; wanted Authorization: Bearer KEY"));
    keys.caller(key)
        .orElseThrow(() ->
            ApiException.of(401, "invalid_api_key", "this API key is not one of the server's"))
        .attachTo(context);
  }

  private static Optional<String> bearer(Context context) {
    return Optional.ofNullable(context.header("Authorization"))
        .filter(sent -> sent.toLowerCase(Locale.ROOT).startsWith(BEARER))
        .map(sent -> sent.substring(BEARER.length()).strip());
  }

  /** Browsers cannot set headers of a WebSocket but for the list of subprotocols. */
  private static Optional<String> subprotocol(Context context) {
    return Optional.ofNullable(context.header("Sec-WebSocket-Protocol")).stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(String::strip)
        .filter(protocol -> protocol.startsWith(KEY_PROTOCOL))
        .map(protocol -> protocol.substring(KEY_PROTOCOL.length()))
        .findFirst();
  }
}
