package dev.hark.server.chat;

import dev.hark.server.http.ApiException;
import dev.hark.server.http.Json;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Answers of DashScope's multimodal generation, whole or in events. */
record DashScopeAnswer(String requestId) {
  static DashScopeAnswer create() {
    return new DashScopeAnswer(UUID.randomUUID().toString());
  }

  ObjectNode whole(ChatModel.Reply reply) {
    return last(reply.text(), reply);
  }

  /** What is said so far, or has been said since the event before. */
  ObjectNode growing(String text) {
    return root(text, "null");
  }

  /** The last event. */
  ObjectNode last(String text, ChatModel.Reply reply) {
    ObjectNode root = root(text, "stop");
    reply
        .language()
        .ifPresent(code ->
            ((ObjectNode) root.at("/output/choices/0/message"))
                .putArray("annotations")
                .addObject()
                .put("type", "audio_info")
                .put("language", code));
    return root;
  }

  ObjectNode error(ApiException refusal) {
    return Json.object()
        .put("request_id", requestId)
        .put("code", refusal.code().orElse(refusal.type()))
        .put("message", refusal.message());
  }

  private ObjectNode root(String text, String finish) {
    ObjectNode root = Json.object().put("request_id", requestId);
    ObjectNode choice =
        root.putObject("output").putArray("choices").addObject().put("finish_reason", finish);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    message.putArray("content").addObject().put("text", text);
    return root;
  }
}
