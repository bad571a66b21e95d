package dev.hark.server.chat;

import dev.hark.server.http.ApiException;
import dev.hark.server.http.Fields;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * A request for a completion.
 *
 * @param fields its checked values
 * @param body all of it
 * @param alternatives if log-probabilities are wanted, how many of the most probable tokens with
 *     each
 */
record ChatRequest(
    String model, Fields fields, JsonNode body, ChatContent content, OptionalInt alternatives) {
  /**
   * Reads a body.
   *
   * @throws ApiException 400 for values that are wrong or do not go together
   */
  static ChatRequest of(JsonNode body) {
    Fields fields = Fields.check(ChatParameters.CHAT.parameters(), body);
    if (!body.path("tools").isEmpty()) {
      throw ApiException.invalid("tools", "tools are not called here; leave them out");
    }
    return new ChatRequest(
        fields.text("model").orElse(""), fields, body, ChatContent.of(body), alternatives(fields));
  }

  private static OptionalInt alternatives(Fields fields) {
    int count = fields.decimal("top_logprobs").map(Double::intValue).orElse(0);
    if (!fields.on("logprobs")) {
      if (count > 0) {
        throw ApiException.invalid("top_logprobs", "top_logprobs needs logprobs to be true");
      }
      return OptionalInt.empty();
    }
    return OptionalInt.of(count);
  }
}
