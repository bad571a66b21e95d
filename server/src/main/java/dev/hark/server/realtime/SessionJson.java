package dev.hark.server.realtime;

import dev.hark.server.http.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Settings as clients see them, in the shape of the OpenAI API or of its beta. */
final class SessionJson {
  private SessionJson() {}

  static ObjectNode write(String id, SessionSettings settings) {
    ObjectNode session = head(id, settings).put("type", "transcription");
    ObjectNode input = session.putObject("audio").putObject("input");
    ObjectNode format = input.putObject("format").put("type", settings.format().type());
    if (settings.format().type().equals("audio/pcm")) {
      format.put("rate", settings.format().rateHz());
    }
    transcription(input.putObject("transcription"), settings);
    input.putNull("noise_reduction");
    turns(input, settings);
    return session;
  }

  static ObjectNode writeBeta(String id, SessionSettings settings) {
    ObjectNode session = head(id, settings);
    session.put(
        "input_audio_format",
        switch (settings.format().coding()) {
          case PCM16 -> "pcm16";
          case MU_LAW -> "g711_ulaw";
          case A_LAW -> "g711_alaw";
        });
    transcription(session.putObject("input_audio_transcription"), settings);
    session.putNull("input_audio_noise_reduction");
    turns(session, settings);
    return session;
  }

  static ObjectNode writeDashScope(String id, SessionSettings settings) {
    ObjectNode session = head(id, settings);
    session.putArray("modalities").add("text");
    session.put("input_audio_format", "pcm").put("sample_rate", settings.format().rateHz());
    transcription(session.putObject("input_audio_transcription"), settings);
    turns(session, settings);
    return session;
  }

  private static ObjectNode head(String id, SessionSettings settings) {
    ObjectNode session =
        Json.object().put("id", id).put("object", "realtime.transcription_session");
    ArrayNode include = session.putArray("include");
    if (settings.stash()) {
      include.add(SessionUpdate.STASH);
    }
    if (settings.probabilities()) {
      include.add(SessionUpdate.PROBABILITIES);
    }
    return session;
  }

  private static void transcription(ObjectNode node, SessionSettings settings) {
    node.put("model", settings.model());
    text(node, "language", settings.language());
    text(node, "prompt", settings.prompt());
    list(node, "languages", settings.languages());
    list(node, "keywords", settings.keywords());
    text(node, "delay", settings.delay().map(delay -> delay.name().toLowerCase(Locale.ROOT)));
  }

  private static void turns(ObjectNode node, SessionSettings settings) {
    if (settings.turns().isEmpty()) {
      node.putNull("turn_detection");
      return;
    }
    ServerVad vad = settings.turns().get();
    ObjectNode turns = node.putObject("turn_detection").put("type", "server_vad");
    turns.put("threshold", vad.threshold());
    turns.put("prefix_padding_ms", vad.prefixPadding().toMillis());
    turns.put("silence_duration_ms", vad.silence().toMillis());
    vad.idle().ifPresent(idle -> turns.put("idle_timeout_ms", idle.toMillis()));
  }

  private static void text(ObjectNode node, String key, Optional<String> value) {
    value.ifPresent(text -> node.put(key, text));
  }

  private static void list(ObjectNode node, String key, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = node.putArray(key);
      values.forEach(list::add);
    }
  }
}
