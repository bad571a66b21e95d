package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Events of realtime sessions, good and bad ones, in all dialects. */
@Timeout(60)
class RealtimeSessionTest {
  private static final String TEXT = "conversation.item.input_audio_transcription.";
  private static final String MANUAL = "\"turn_detection\":null";
  private static final float[] JFK = AudioReader.create().readAll(AudioSource.of(TestServer.JFK));

  @Test
  void sessionIsDescribedAsItIsUpdated() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      JsonNode created = client.next("session.created").get("session");
      assertThat(created.get("type").stringValue()).isEqualTo("transcription");
      assertThat(created.at("/audio/input/format/rate").intValue()).isEqualTo(24_000);
      assertThat(created.at("/audio/input/turn_detection/silence_duration_ms").intValue())
          .isEqualTo(500);
      client.send(
          """
          {"type":"session.update","session":{"type":"transcription","include":["hark.text",
            "item.input_audio_transcription.logprobs"],"audio":{"input":{
            "format":{"type":"audio/pcma"},"noise_reduction":{"type":"near_field"},
            "transcription":{"model":"gpt-4o-transcribe","language":"en","keywords":["Kennedy"],
              "languages":["en","de"],"prompt":"a speech","delay":"high"},
            "turn_detection":{"type":"server_vad","threshold":0.7,"prefix_padding_ms":200,
              "silence_duration_ms":900,"idle_timeout_ms":6000}}}}}\
          """);

      JsonNode session = client.next("session.updated").get("session");

      JsonNode input = session.at("/audio/input");
      assertThat(input.at("/format/type").stringValue()).isEqualTo("audio/pcma");
      assertThat(input.at("/transcription/model").stringValue()).isEqualTo("tiny");
      assertThat(input.at("/transcription/language").stringValue()).isEqualTo("en");
      assertThat(input.at("/transcription/keywords/0").stringValue()).isEqualTo("Kennedy");
      assertThat(input.at("/transcription/delay").stringValue()).isEqualTo("high");
      assertThat(input.at("/turn_detection/threshold").doubleValue()).isEqualTo(0.7);
      assertThat(input.at("/turn_detection/idle_timeout_ms").intValue()).isEqualTo(6000);
      assertThat(input.at("/noise_reduction").isNull()).as("not applied, not claimed").isTrue();
      assertThat(session.get("include").toString())
          .isEqualTo("[\"hark.text\",\"item.input_audio_transcription.logprobs\"]");
    }
  }

  @Test
  void betaIsAnsweredInItsOwnShape() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.send(
          """
          {"type":"transcription_session.update","session":{"input_audio_format":"g711_ulaw",
            "input_audio_transcription":{"model":"whisper-1","language":"en"},
            "turn_detection":null}}\
          """);
      JsonNode session = client.next("transcription_session.updated").get("session");
      assertThat(session.get("input_audio_format").stringValue()).isEqualTo("g711_ulaw");
      assertThat(session.get("turn_detection").isNull()).isTrue();
      client.append(new byte[800]);
      client.commit();
      client.next("input_audio_buffer.committed");
      client.next("conversation.item.created");
      client.next(TEXT + "completed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"input_audio_buffer.append\",\"audio\":\"%%%\"}",
        "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAA\\nA\"}",
        "{\"type\":\"input_audio_buffer.append\",\"audio\":7}",
        "{\"type\":\"input_audio_buffer.append\"}",
        "{\"type\":\"response.create\"}",
        "{\"type\":\"\"}",
        "{}",
        "[]",
        "null",
        "",
        "{\"type\":",
        "{\"type\":\"session.update\"}",
        "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}",
        "{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"format\":{\"type\":\"audio/mp3\"}}}}}",
        "{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"format\":{\"type\":\"audio/pcm\",\"rate\":11025}}}}}",
        "{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"turn_detection\":{\"type\":\"semantic_vad\"}}}}}",
        "{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"turn_detection\":{\"type\":\"server_vad\",\"threshold\":7}}}}}",
        "{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"transcription\":{\"model\":\"huge\"}}}}}",
        "{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"transcription\":{\"language\":\"xx\"}}}}}"
      })
  void badEventsAreRefusedAndTheSessionGoesOn(String message) throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.send(message);
      JsonNode error = client.next("error").get("error");
      for (String key : List.of("type", "code", "message", "param", "event_id")) {
        assertThat(error.has(key)).as(key).isTrue();
      }
      assertThat(error.get("message").stringValue()).isNotEmpty().doesNotContain("\n");
      client.update(MANUAL);
      client.append(Speech.pcm24(24_000));
      client.commit();
      client.next(TEXT + "completed");
    }
  }

  @Test
  void everyEventHasAnIdOfItsOwn() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.update(MANUAL);
      client.append(Speech.pcm24(24_000));
      client.commit();
      List<JsonNode> events = client.until("conversation.item.done", 1);
      assertThat(events)
          .extracting(event -> event.get("event_id").stringValue())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void vllmEventsAreAnsweredAndAFinalCommitNeverGoesUnanswered() throws Exception {
    try (RealtimeClient client =
        RealtimeClient.open(SharedServer.get(), "/v1/realtime?protocol=vllm")) {
      assertThat(client.next("session.created").has("created")).isTrue();
      client.append(new byte[320]);
      assertThat(client.next("error").get("code").stringValue()).isEqualTo("model_not_validated");
      client.send("{\"type\":\"session.update\",\"model\":\"nobody\"}");
      assertThat(client.next("error").get("code").stringValue()).isEqualTo("model_not_found");
      client.send("{\"type\":\"session.update\",\"model\":\"tiny\"}");
      client.send("{\"type\":\"input_audio_buffer.commit\",\"final\":false}");
      for (int round = 0; round < 2; round++) {
        client.appendInPortions(Speech.pcm16(JFK), new Random(round));
        client.send("{\"type\":\"input_audio_buffer.commit\",\"final\":true}");
        List<JsonNode> events = client.until("transcription.done", 1);
        String said =
            String.join(
                "",
                Events.of(events, "transcription.delta").stream()
                    .map(event -> event.get("delta").stringValue())
                    .toList());
        assertThat(events.getLast().get("text").stringValue()).isEqualTo(said).isNotEmpty();
      }
      client.send("{\"type\":\"input_audio_buffer.commit\",\"final\":true}");
      assertThat(client.next("transcription.done").get("text").stringValue()).isEmpty();
      client.send("{\"type\":\"dance\"}");
      assertThat(client.next("error").get("code").stringValue()).isEqualTo("unknown_event");
    }
  }
}
