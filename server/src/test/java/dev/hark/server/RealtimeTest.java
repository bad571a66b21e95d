package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.Resampler;
import dev.hark.audio.Wav;
import dev.hark.server.config.Setting;
import dev.hark.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class RealtimeTest {
  private static final String MANUAL = "\"turn_detection\":null";
  private static final String TEXT = "conversation.item.input_audio_transcription.";
  private static TestServer server;
  private static float[] jfk;

  @BeforeAll
  static void start() {
    server = TestServer.start(TestServer.config().with(Setting.CONCURRENCY_PER_KEY, "20"));
    server.server().warmUp();
    jfk = AudioReader.create().readAll(AudioSource.of(TestServer.JFK));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void sessionIsDescribedAsItIsUpdated() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(server)) {
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
      assertThat(session.get("include").toString()).isEqualTo("[\"hark.text\"]");
    }
  }

  @Test
  void betaIsAnsweredInItsOwnShape() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(server)) {
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

  /** The very samples of the file that the server is sent for comparison. */
  @ParameterizedTest
  @ValueSource(ints = {8000, 16_000, 24_000, 48_000})
  void committedAudioHasTheTextOfTheSameRecording(int rateHz) throws Exception {
    float[] samples = Resampler.resample(jfk, 16_000, rateHz);
    byte[] wav = Wav.encode(samples, rateHz);
    String expected = transcribe(wav);

    try (RealtimeClient client = RealtimeClient.open(server)) {
      client.update(MANUAL, "\"format\":{\"type\":\"audio/pcm\",\"rate\":%d}".formatted(rateHz));
      client.appendInPortions(Arrays.copyOfRange(wav, 44, wav.length), new Random(rateHz));
      client.commit();

      JsonNode completed = checkItem(client);
      assertThat(completed.get("transcript").stringValue()).isEqualTo(expected);
      assertThat(completed.at("/usage/seconds").doubleValue()).isEqualTo(11.0);
    }
  }

  @ParameterizedTest
  @CsvSource({"audio/pcmu, 7", "audio/pcma, 6"})
  void telephoneCodingsHaveTheTextOfTheSameRecording(String type, int tag) throws Exception {
    byte[] coded = Telephone.encode(Resampler.resample(jfk, 16_000, 8000), tag == 6);
    String expected = transcribe(Telephone.wav(coded, tag));

    try (RealtimeClient client = RealtimeClient.open(server)) {
      client.update(MANUAL, "\"format\":{\"type\":\"%s\"}".formatted(type));
      client.append(coded);
      client.commit();

      assertThat(checkItem(client).get("transcript").stringValue())
          .isEqualTo(expected)
          .isNotEmpty();
    }
  }

  @Test
  void itemsFollowEachOtherAndCanBeAskedFor() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(server)) {
      client.update(MANUAL);
      byte[] audio = Speech.pcm24(24_000);
      client.append(audio);
      client.commit();
      client.append(audio);
      client.commit();
      List<JsonNode> events = client.until("conversation.item.done", 2);
      List<JsonNode> committed = Events.of(events, "input_audio_buffer.committed");
      JsonNode first = committed.getFirst();
      assertThat(committed).hasSize(2);
      assertThat(first.get("previous_item_id").isNull()).isTrue();
      assertThat(committed.getLast().get("previous_item_id")).isEqualTo(first.get("item_id"));
      List<JsonNode> completed = Events.of(events, TEXT + "completed");
      String text = completed.getFirst().get("transcript").stringValue();
      assertThat(completed.getLast().get("transcript").stringValue()).isEqualTo(text);
      String id = first.get("item_id").stringValue();

      client.send("{\"type\":\"conversation.item.retrieve\",\"item_id\":\"%s\"}".formatted(id));
      assertThat(
              client
                  .next("conversation.item.retrieved")
                  .at("/item/content/0/transcript")
                  .stringValue())
          .isEqualTo(text);
      client.send("{\"type\":\"conversation.item.delete\",\"item_id\":\"%s\"}".formatted(id));
      client.next("conversation.item.deleted");
      client.send("{\"type\":\"conversation.item.retrieve\",\"item_id\":\"%s\"}".formatted(id));
      assertThat(client.next("error").at("/error/code").stringValue()).isEqualTo("item_not_found");
    }
  }

  @Test
  void turnsAreFoundAndTheirTextGrows() throws Exception {
    float[] pause = new float[16_000];
    float[] two = Speech.join(jfk, pause, jfk, pause);
    try (RealtimeClient client = RealtimeClient.open(server)) {
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

      checkDeltas(events);
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
  void turnsBeginAndEndAsTheClientSays() throws Exception {
    float[] pause = new float[3 * 16_000];
    byte[] audio = Speech.pcm16(Speech.join(pause, jfk, pause));
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
    try (RealtimeClient client = RealtimeClient.open(server)) {
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
  void commitOfNothingIsAnErrorAndTheSessionGoesOn() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(server)) {
      client.update(MANUAL);
      client.send("{\"type\":\"input_audio_buffer.commit\",\"event_id\":\"mine\"}");
      JsonNode error = client.next("error").get("error");
      assertThat(error.get("code").stringValue()).isEqualTo("input_audio_buffer_commit_empty");
      assertThat(error.get("event_id").stringValue()).isEqualTo("mine");
      client.append(Speech.pcm24(24_000));
      client.send("{\"type\":\"input_audio_buffer.clear\"}");
      client.next("input_audio_buffer.cleared");
      client.commit();
      assertThat(client.next("error").at("/error/code").stringValue())
          .isEqualTo("input_audio_buffer_commit_empty");
      client.append(Speech.pcm24(24_000));
      client.commit();
      assertThat(client.next(TEXT + "completed").get("transcript").stringValue()).isNotEmpty();
    }
  }

  @Test
  void silenceHasNoTurnToCommit() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(server)) {
      client.append(new byte[96_000]);
      client.commit();
      assertThat(client.next("error").at("/error/code").stringValue())
          .isEqualTo("input_audio_buffer_commit_empty");
    }
  }

  @Test
  void whoWaitsForSpeechIsToldThatThereIsNone() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(server)) {
      client.update("\"turn_detection\":{\"type\":\"server_vad\",\"idle_timeout_ms\":5000}");
      for (int i = 0; i < 12; i++) {
        client.append(new byte[24_000]);
        Thread.sleep(5);
      }
      JsonNode timeout = client.next("input_audio_buffer.timeout_triggered");
      assertThat(timeout.get("audio_end_ms").intValue()).isBetween(5000, 6000);
      JsonNode completed = client.next(TEXT + "completed");
      assertThat(completed.get("item_id")).isEqualTo(timeout.get("item_id"));
      assertThat(completed.get("transcript").stringValue()).isEmpty();
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
    try (RealtimeClient client = RealtimeClient.open(server)) {
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
    try (RealtimeClient client = RealtimeClient.open(server)) {
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
    try (RealtimeClient client = RealtimeClient.open(server, "/v1/realtime?protocol=vllm")) {
      assertThat(client.next("session.created").has("created")).isTrue();
      client.append(new byte[320]);
      assertThat(client.next("error").get("code").stringValue()).isEqualTo("model_not_validated");
      client.send("{\"type\":\"session.update\",\"model\":\"nobody\"}");
      assertThat(client.next("error").get("code").stringValue()).isEqualTo("model_not_found");
      client.send("{\"type\":\"session.update\",\"model\":\"tiny\"}");
      client.send("{\"type\":\"input_audio_buffer.commit\",\"final\":false}");
      for (int round = 0; round < 2; round++) {
        client.appendInPortions(Speech.pcm16(jfk), new Random(round));
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

  /** Checks the events of one committed item and returns its completed transcript. */
  private static JsonNode checkItem(RealtimeClient client) throws InterruptedException {
    List<JsonNode> events = client.until("conversation.item.done", 1);
    assertThat(
            events.stream()
                .map(event -> event.get("type").stringValue())
                .filter(type -> !type.startsWith("session."))
                .distinct())
        .containsExactly(
            "input_audio_buffer.committed",
            "conversation.item.added",
            TEXT + "delta",
            TEXT + "completed",
            "conversation.item.done");
    checkDeltas(events);
    return Events.of(events, TEXT + "completed").getFirst();
  }

  /** The deltas of every item make its transcript. */
  private static void checkDeltas(List<JsonNode> events) {
    for (JsonNode completed : Events.of(events, TEXT + "completed")) {
      StringBuilder said = new StringBuilder();
      for (JsonNode delta : Events.of(events, TEXT + "delta")) {
        if (delta.get("item_id").equals(completed.get("item_id"))) {
          said.append(delta.get("delta").stringValue());
        }
      }
      assertThat(said).hasToString(completed.get("transcript").stringValue());
    }
  }

  private static String transcribe(byte[] wav) throws Exception {
    Path file = TestServer.folder("realtime").resolve("same.wav");
    java.nio.file.Files.write(file, wav);
    return Json.parse(server.transcribe(Form.of(file)).body().getBytes(StandardCharsets.UTF_8))
        .get("text")
        .stringValue();
  }
}
