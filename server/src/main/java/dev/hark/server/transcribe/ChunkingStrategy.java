package dev.hark.server.transcribe;

import dev.hark.server.http.ApiException;
import dev.hark.server.http.Fields;
import dev.hark.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How audio is to be cut: {@code auto}, or an object of type {@code server_vad}, as JSON or as
 * fields {@code chunking_strategy[type]}. Hark cuts at pauses in any case, so that the object is
 * checked and its numbers have no effect.
 */
final class ChunkingStrategy {
  private static final String NAME = "chunking_strategy";
  private static final Map<String, Double> MOST =
      Map.of("threshold", 1.0, "prefix_padding_ms", 10_000.0, "silence_duration_ms", 60_000.0);

  private ChunkingStrategy() {}

  static void check(Fields fields) {
    Map<String, String> object = new LinkedHashMap<>();
    Optional<String> text = fields.text(NAME).map(String::strip);
    if (text.isPresent() && text.get().startsWith("{")) {
      JsonNode node = parse(text.get());
      node.properties().forEach(part -> object.put(part.getKey(), part.getValue().asString("")));
    } else if (text.isPresent() && !text.get().equals("auto")) {
      throw wrong("got \"%s\"".formatted(text.get()));
    }
    for (String part :
        new String[] {"type", "threshold", "prefix_padding_ms", "silence_duration_ms"}) {
      fields.text("%s[%s]".formatted(NAME, part)).ifPresent(value -> object.put(part, value));
    }
    if (!object.isEmpty()) {
      check(object);
    }
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode node = Json.parse(text.getBytes(StandardCharsets.UTF_8));
      if (node.isObject()) {
        return node;
      }
    } catch (ApiException e) {
      // said below
    }
    throw wrong("got no JSON object");
  }

  private static void check(Map<String, String> object) {
    String type = object.getOrDefault("type", "");
    if (!type.equals("server_vad")) {
      throw wrong("its type is \"%s\"".formatted(type));
    }
    MOST.forEach((part, most) -> {
      String value = object.getOrDefault(part, "0");
      try {
        double number = Double.parseDouble(value);
        if (number >= 0 && number <= most) {
          return;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw wrong("%s is \"%s\", wanted a number from 0 to %s".formatted(part, value, most));
    });
  }

  private static ApiException wrong(String got) {
    return ApiException.invalid(
        NAME, "chunking_strategy: %s; wanted auto or an object of type server_vad".formatted(got));
  }
}
