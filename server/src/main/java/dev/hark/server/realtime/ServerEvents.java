package dev.hark.server.realtime;

import dev.hark.engine.ScoredToken;
import dev.hark.model.text.Language;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Json;
import dev.hark.server.transcribe.TokenJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Builds the events of the OpenAI realtime API. */
final class ServerEvents {
  private static final String TRANSCRIPTION = "conversation.item.input_audio_transcription.";

  private ServerEvents() {}

  /** A new id with a prefix such as {@code item}. */
  static String id(String prefix) {
    return prefix + "_" + UUID.randomUUID().toString().replace("-", "").substring(0, 21);
  }

  static ObjectNode event(String type) {
    return Json.object().put("type", type).put("event_id", id("event"));
  }

  static ObjectNode session(String type, ObjectNode session) {
    ObjectNode event = event(type);
    event.set("session", session);
    return event;
  }

  static ObjectNode speechStarted(String item, Duration at) {
    return event("input_audio_buffer.speech_started")
        .put("audio_start_ms", at.toMillis())
        .put("item_id", item);
  }

  static ObjectNode speechStopped(String item, Duration at) {
    return event("input_audio_buffer.speech_stopped")
        .put("audio_end_ms", at.toMillis())
        .put("item_id", item);
  }

  static ObjectNode timeout(String item, Duration from, Duration to) {
    return event("input_audio_buffer.timeout_triggered")
        .put("audio_start_ms", from.toMillis())
        .put("audio_end_ms", to.toMillis())
        .put("item_id", item);
  }

  static ObjectNode committed(String item, Optional<String> previous) {
    return previous(event("input_audio_buffer.committed"), previous).put("item_id", item);
  }

  /** An event about an item that may have its transcript already. */
  static ObjectNode item(
      String type, String id, Optional<String> previous, Optional<String> transcript) {
    ObjectNode event = previous(event(type), previous);
    event.set("item", item(id, transcript));
    return event;
  }

  static ObjectNode retrieved(String id, Optional<String> transcript) {
    ObjectNode event = event("conversation.item.retrieved");
    event.set("item", item(id, transcript));
    return event;
  }

  private static ObjectNode item(String id, Optional<String> transcript) {
    ObjectNode item = Json.object().put("id", id).put("object", "realtime.item");
    item.put("type", "message").put("status", "completed").put("role", "user");
    ObjectNode content = item.putArray("content").addObject().put("type", "input_audio");
    transcript.ifPresentOrElse(
        text -> content.put("transcript", text), () -> content.putNull("transcript"));
    return item;
  }

  private static ObjectNode previous(ObjectNode event, Optional<String> previous) {
    previous.ifPresentOrElse(
        id -> event.put("previous_item_id", id), () -> event.putNull("previous_item_id"));
    return event;
  }

  /**
   * Text that an item goes on with.
   *
   * @param tokens those of the text, empty if nobody asked for them
   */
  static ObjectNode delta(String item, String delta, List<ScoredToken> tokens) {
    ObjectNode event = about(TRANSCRIPTION + "delta", item).put("delta", delta);
    if (!tokens.isEmpty()) {
      event.set("logprobs", TokenJson.transcribed(tokens));
    }
    return event;
  }

  /** Growing text: what stays, and what may still change. */
  static ObjectNode text(String item, String stable, String stash, String language) {
    return about(TRANSCRIPTION + "text", item)
        .put("text", stable)
        .put("stash", stash)
        .put("language", language);
  }

  /** The final text of an item. */
  static ObjectNode completed(String item, Said said) {
    ObjectNode event = about(TRANSCRIPTION + "completed", item).put("transcript", said.text());
    event.putNull("logprobs");
    said.tokens().ifPresent(tokens -> event.set("logprobs", TokenJson.transcribed(tokens)));
    if (!said.language().isEmpty()) {
      var languages = event.putArray("languages");
      for (String name : said.language().split(",", -1)) {
        languages.addObject().put("code", Language.find(name).map(Language::code).orElse(name));
      }
    }
    event
        .putObject("usage")
        .put("type", "duration")
        .put("seconds", said.audio().toMillis() / 1000.0);
    return event;
  }

  static ObjectNode failed(String item, String code, String message) {
    ObjectNode event = about(TRANSCRIPTION + "failed", item);
    event
        .putObject("error")
        .put("type", "server_error")
        .put("code", code)
        .put("message", message)
        .putNull("param");
    return event;
  }

  private static ObjectNode about(String type, String item) {
    return event(type).put("item_id", item).put("content_index", 0);
  }

  /**
   * An error that leaves the session as it was.
   *
   * @param cause the event of the client that it is about, if it had an id
   */
  static ObjectNode error(ApiException refusal, Optional<String> cause) {
    ObjectNode event = event("error");
    ObjectNode error = event.putObject("error");
    error.put("type", refusal.type());
    put(error, "code", refusal.code());
    error.put("message", refusal.message());
    put(error, "param", refusal.parameter());
    put(error, "event_id", cause);
    return event;
  }

  private static void put(ObjectNode node, String key, Optional<String> value) {
    value.ifPresentOrElse(text -> node.put(key, text), () -> node.putNull(key));
  }
}
