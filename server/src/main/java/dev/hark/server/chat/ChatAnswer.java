package dev.hark.server.chat;

import dev.hark.engine.TextDelta;
import dev.hark.server.http.Json;
import dev.hark.server.transcribe.TokenJson;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** A completion in the shapes of the OpenAI API: whole, or as chunks. */
record ChatAnswer(String id, long createdSeconds, String model) {
  static ChatAnswer of(String model) {
    return new ChatAnswer(
        "chatcmpl-" + UUID.randomUUID().toString().replace("-", ""),
        Instant.now().getEpochSecond(),
        model);
  }

  ObjectNode whole(ChatModel.Reply reply) {
    ObjectNode root = root("chat.completion");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    ObjectNode message =
        choice.putObject("message").put("role", "assistant").put("content", reply.text());
    message.putNull("refusal");
    annotate(message, reply);
    choice.putNull("logprobs").put("finish_reason", "stop");
    reply.tokens().ifPresent(tokens -> choice.set("logprobs", TokenJson.answered(tokens)));
    return root;
  }

  ObjectNode begin() {
    ObjectNode root = chunk();
    delta(root).put("role", "assistant").put("content", "");
    return root;
  }

  ObjectNode delta(TextDelta text) {
    ObjectNode root = chunk();
    delta(root).put("content", text.text());
    if (!text.tokens().isEmpty()) {
      ((ObjectNode) root.get("choices").get(0)).set("logprobs", TokenJson.answered(text.tokens()));
    }
    return root;
  }

  ObjectNode end(ChatModel.Reply reply) {
    ObjectNode root = chunk();
    annotate(delta(root), reply);
    ((ObjectNode) root.get("choices").get(0)).put("finish_reason", "stop");
    return root;
  }

  private ObjectNode chunk() {
    ObjectNode root = root("chat.completion.chunk");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta");
    choice.putNull("finish_reason");
    return root;
  }

  private static ObjectNode delta(ObjectNode chunk) {
    return (ObjectNode) chunk.get("choices").get(0).get("delta");
  }

  private static void annotate(ObjectNode message, ChatModel.Reply reply) {
    reply
        .language()
        .ifPresent(code ->
            message
                .putArray("annotations")
                .addObject()
                .put("type", "audio_info")
                .put("language", code));
  }

  private ObjectNode root(String object) {
    return Json.object()
        .put("id", id)
        .put("object", object)
        .put("created", createdSeconds)
        .put("model", model);
  }
}
