package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Realtime sessions in which turns are found. */
@Timeout(60)
class RealtimeTurnsTest {
  private static final String TEXT = "conversation.item.input_audio_transcription.";
  private static final float[] JFK = AudioReader.create().readAll(AudioSource.of(TestServer.JFK));

  @Test
  void turnsAreFoundAndTheirTextGrows() throws Exception {
    float[] pause = new float[16_000];
    float[] two = Speech.join(JFK, pause, JFK, pause);
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.update(
          "\"turn_detection\":{\"type\":\"server_vad\",\"silence_duration_ms\":600}",
          "\"format\":{\"type\":\"audio/pcm\",\"rate\":16000}");
      client.sendSession("\"include\":[\"hark.text\"]");
      byte[] audio = Speech.pcm16(two);
      int beginning = 3 * 32_000; // then the client waits, so that a step is made and not skipped
      client.appendInPortions(Arrays.copyOf(audio, beginning), new Random(1));
      List<JsonNode> events = new ArrayList<>(client.until(TEXT + "text", 1));
      client.appendInPortions(Arrays.copyOfRange(audio, beginning, audio.length), new Random(2));
      client.commit();
      events.addAll(client.until("conversation.item.done", 2));

      Events.checkDeltas(events);
      List<String> order =
          events.stream().map(event -> event.get("type").stringValue()).distinct().toList();
      assertThat(order)
          .containsSubsequence(
              "input_audio_buffer.speech_started",
              TEXT + "text",
              "input_audio_buffer.speech_stopped",
              "input_audio_buffer.committed",
              "conversation.item.added",
              TEXT + "completed",
              "conversation.item.done");
      List<JsonNode> starts = Events.of(events, "input_audio_buffer.speech_started");
      List<JsonNode> stops = Events.of(events, "input_audio_buffer.speech_stopped");
      for (int i = 0; i < starts.size(); i++) {
        assertThat(stops.get(i).get("item_id")).isEqualTo(starts.get(i).get("item_id"));
        assertThat(stops.get(i).get("audio_end_ms").intValue())
            .isGreaterThan(starts.get(i).get("audio_start_ms").intValue());
      }
      for (JsonNode text : Events.of(events, TEXT + "text")) {
        assertThat(text.get("stash").isString() && text.get("text").isString()).isTrue();
      }
    }
  }

  @Test
  void tokensOfTurnsComeWithTheirText() throws Exception {
    byte[] audio = Speech.pcm16(Speech.join(JFK, new float[16_000]));
    int second = 32_000;
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.update(
          "\"turn_detection\":{\"type\":\"server_vad\",\"silence_duration_ms\":1500}",
          "\"format\":{\"type\":\"audio/pcm\",\"rate\":16000}");
      client.sendSession("\"include\":[\"hark.text\",\"item.input_audio_transcription.logprobs\"]");
      List<JsonNode> events = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        client.append(Arrays.copyOfRange(audio, i * second, (i + 1) * second));
        if (i > 0) { // a step of each further second, none of them late
          events.addAll(client.until(TEXT + "text", 1));
        }
      }
      client.append(Arrays.copyOfRange(audio, 8 * second, audio.length));
      client.commit();
      events.addAll(client.until("conversation.item.done", 1));

      assertThat(Events.of(events, TEXT + "delta")).hasSizeGreaterThan(1);
      Events.checkDeltas(events);
      Events.checkTokens(events);
    }
  }

  @Test
  void turnsBeginAndEndAsTheClientSays() throws Exception {
    float[] pause = new float[3 * 16_000];
    byte[] audio = Speech.pcm16(Speech.join(pause, JFK, pause));
    List<JsonNode> usual = turns(audio, 300, 2500);
    List<JsonNode> padded = turns(audio, 1300, 2500);
    List<JsonNode> impatient = turns(audio, 300, 100);

    assertThat(usual).hasSize(1);
    assertThat(
            usual.getFirst().get("audio_start_ms").intValue()
                - padded.getFirst().get("audio_start_ms").intValue())
        .isBetween(980, 1020);
    assertThat(impatient).hasSizeGreaterThan(1);
  }

  /** Where speech starts with these settings. */
  private static List<JsonNode> turns(byte[] audio, int paddingMillis, int silenceMillis)
      throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.update(
          "\"turn_detection\":{\"type\":\"server_vad\",\"prefix_padding_ms\":%d,\"silence_duration_ms\":%d}"
              .formatted(paddingMillis, silenceMillis),
          "\"format\":{\"type\":\"audio/pcm\",\"rate\":16000}");
      client.append(audio);
      client.send("{\"type\":\"input_audio_buffer.clear\"}");
      return Events.of(
          client.until("input_audio_buffer.cleared", 1), "input_audio_buffer.speech_started");
    }
  }

  @Test
  void silenceHasNoTurnToCommit() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.append(new byte[96_000]);
      client.commit();
      assertThat(client.next("error").at("/error/code").stringValue())
          .isEqualTo("input_audio_buffer_commit_empty");
    }
  }

  @Test
  void whoWaitsForSpeechIsToldThatThereIsNone() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.update("\"turn_detection\":{\"type\":\"server_vad\",\"idle_timeout_ms\":5000}");
      client.append(new byte[6 * 48_000]);
      JsonNode timeout = client.next("input_audio_buffer.timeout_triggered");
      assertThat(timeout.get("audio_end_ms").intValue()).isEqualTo(5000);
      JsonNode completed = client.next(TEXT + "completed");
      assertThat(completed.get("item_id")).isEqualTo(timeout.get("item_id"));
      assertThat(completed.get("transcript").stringValue()).isEmpty();
    }
  }
}
