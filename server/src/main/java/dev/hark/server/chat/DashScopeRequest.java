package dev.hark.server.chat;

import dev.hark.server.http.ApiException;
import dev.hark.server.http.Fields;
import dev.hark.server.http.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to DashScope's multimodal generation.
 *
 * @param chat the same as a request for a completion
 * @param incremental whether events bring what is new, instead of all so far
 */
record DashScopeRequest(ChatRequest chat, boolean incremental) {
  private static final List<String> PASSED_ON = List.of("asr_options", "temperature", "seed");

  /**
   * Reads a body.
   *
   * @throws ApiException 400 that names what is wrong
   */
  static DashScopeRequest of(JsonNode body) {
    String model =
        Fields.check(ChatParameters.DASHSCOPE.parameters(), body).text("model").orElse("");
    ObjectNode completion = Json.object().put("model", model);
    ArrayNode messages = completion.putArray("messages");
    for (JsonNode message : body.path("input").path("messages")) {
      ObjectNode copy = messages.addObject().put("role", message.path("role").asString(""));
      JsonNode content = message.path("content");
      if (content.isArray()) {
        ArrayNode parts = copy.putArray("content");
        content.forEach(part -> part(parts.addObject(), part));
      } else {
        copy.set("content", content);
      }
    }
    JsonNode parameters = body.path("parameters");
    for (String name : PASSED_ON) {
      if (parameters.has(name)) {
        completion.set(name, parameters.get(name));
      }
    }
    return new DashScopeRequest(
        ChatRequest.of(completion), parameters.path("incremental_output").asBoolean(false));
  }

  /** A part names its kind by its only key. */
  private static void part(ObjectNode copy, JsonNode part) {
    if (part.has("audio")) {
      copy.put("type", "input_audio").putObject("input_audio").set("data", part.get("audio"));
    } else if (part.has("text")) {
      copy.put("type", "text").set("text", part.get("text"));
    } else {
      copy.put("type", String.join(", ", part.propertyNames()));
    }
  }
}
