package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Events of realtime sessions. */
final class Events {
  private static final String TEXT = "conversation.item.input_audio_transcription.";

  private Events() {}

  static List<JsonNode> of(List<JsonNode> events, String type) {
    return events.stream().filter(event -> event.get("type").stringValue().equals(type)).toList();
  }

  /** The deltas of every item make its transcript. */
  static void checkDeltas(List<JsonNode> events) {
    for (JsonNode completed : of(events, TEXT + "completed")) {
      StringBuilder said = new StringBuilder();
      for (JsonNode delta : of(events, TEXT + "delta")) {
        if (delta.get("item_id").equals(completed.get("item_id"))) {
          said.append(delta.get("delta").stringValue());
        }
      }
      assertThat(said).hasToString(completed.get("transcript").stringValue());
    }
  }

  /** The tokens of deltas are those of transcripts, and make their texts. */
  static void checkTokens(List<JsonNode> events) {
    for (JsonNode completed : of(events, TEXT + "completed")) {
      JsonNode tokens = completed.get("logprobs");
      assertThat(text(tokens)).isEqualTo(completed.get("transcript").stringValue());
      assertThat(
              of(events, TEXT + "delta").stream()
                  .filter(delta -> delta.get("item_id").equals(completed.get("item_id")))
                  .peek(delta ->
                      assertThat(text(delta.get("logprobs")))
                          .isEqualTo(delta.get("delta").stringValue()))
                  .flatMap(delta -> delta.get("logprobs").valueStream()))
          .isEqualTo(tokens.valueStream().toList());
      assertThat(tokens)
          .allSatisfy(
              token -> assertThat(token.get("logprob").doubleValue()).isLessThanOrEqualTo(0));
    }
  }

  private static String text(JsonNode tokens) {
    return String.join("", tokens.valueStream().map(t -> t.get("token").stringValue()).toList());
  }
}
