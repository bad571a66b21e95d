package dev.hark.model.hub;

import dev.hark.model.hub.HubException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a kind of hub lists and serves files. */
sealed interface HubProtocol permits HuggingFaceProtocol, ModelScopeProtocol {
  /** The protocol that {@code settings} ask for. */
  static HubProtocol of(HubSettings settings) {
    return switch (settings.source()) {
      case HUGGING_FACE -> new HuggingFaceProtocol(settings.endpoint());
      case MODELSCOPE -> new ModelScopeProtocol(settings.endpoint());
    };
  }

  /** The needed files of {@code model} at {@code revision}. */
  RemoteModel list(HubHttp http, ModelName model, String revision)
      throws IOException, InterruptedException;

  /** The JSON at {@code uri}. */
  static JsonNode json(HubHttp http, URI uri, String what)
      throws IOException, InterruptedException {
    String text = http.text(uri, what);
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new HubException(
          Reason.UNREACHABLE,
          what + ": " + uri.getHost() + " answers without JSON; check HF_ENDPOINT",
          e);
    }
  }

  /** {@code text} as it may stand in one part of an address. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** An announced hash that must be one. */
  static ContentHash hash(String text, String what) {
    return ContentHash.parse(text)
        .orElseThrow(() ->
            new HubException(
                Reason.CORRUPT,
                "%s: the hub gives no hash (got \"%s\"), so a download could not be checked"
                    .formatted(what, text)));
  }
}
