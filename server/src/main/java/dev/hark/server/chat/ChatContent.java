package dev.hark.server.chat;

import dev.hark.server.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the messages of a conversation hold.
 *
 * @param turns role and text of each message
 * @param audio the recordings, in order
 */
record ChatContent(List<Turn> turns, List<Audio> audio) {
  private static final int MOST_MESSAGES = 1000;

  /** A message without its recordings. */
  record Turn(String role, String text) {}

  /**
   * A recording.
   *
   * @param data base64, a data URL, or an address
   * @param parameter its place in the request, for errors
   */
  record Audio(String data, String parameter) {}

  /**
   * Reads the messages of a request.
   *
   * @throws ApiException 400 that names what is wrong
   */
  static ChatContent of(JsonNode request) {
    JsonNode messages = request.path("messages");
    if (!messages.isArray() || messages.isEmpty() || messages.size() > MOST_MESSAGES) {
      throw ApiException.invalid(
          "messages", "messages is no list of 1 to %d messages".formatted(MOST_MESSAGES));
    }
    List<Turn> turns = new ArrayList<>();
    List<Audio> audio = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      String place = "messages[%d]".formatted(i);
      JsonNode message = messages.get(i);
      String role = message.path("role").asString("");
      if (!List.of("system", "developer", "user", "assistant").contains(role)) {
        throw ApiException.invalid(
            place + ".role",
            "the role is \"%s\", wanted system, user or assistant".formatted(role));
      }
      turns.add(new Turn(role, text(message.path("content"), place + ".content", audio)));
    }
    return new ChatContent(List.copyOf(turns), List.copyOf(audio));
  }

  private static String text(JsonNode content, String place, List<Audio> audio) {
    if (content.isString() || content.isNull()) {
      return content.asString("");
    }
    if (!content.isArray()) {
      throw ApiException.invalid(place, "the content is neither text nor a list of parts");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      JsonNode part = content.get(i);
      String at = "%s[%d]".formatted(place, i);
      String type = part.path("type").asString("");
      switch (type) {
        case "text" -> texts.add(part.path("text").asString(""));
        case "input_audio" ->
            audio.add(new Audio(data(part.path("input_audio").path("data"), at), at));
        case "audio_url" -> audio.add(new Audio(data(part.path("audio_url").path("url"), at), at));
        default ->
            throw ApiException.invalid(
                at + ".type",
                "a part is of type \"%s\", wanted text or input_audio".formatted(type));
      }
    }
    return String.join("\n", texts);
  }

  private static String data(JsonNode value, String place) {
    String data = value.asString("");
    if (data.isBlank()) {
      throw ApiException.invalid(place, "the part has no recording");
    }
    return data;
  }
}
