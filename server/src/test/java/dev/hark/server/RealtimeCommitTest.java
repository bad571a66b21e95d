package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.Resampler;
import dev.hark.audio.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Realtime sessions whose clients say what an item is. */
@Timeout(60)
class RealtimeCommitTest {
  private static final String TEXT = "conversation.item.input_audio_transcription.";
  private static final String MANUAL = "\"turn_detection\":null";
  private static final float[] JFK = AudioReader.create().readAll(AudioSource.of(TestServer.JFK));

  /** The very samples of the file that the server is sent for comparison. */
  @ParameterizedTest
  @ValueSource(ints = {8000, 16_000, 24_000, 48_000})
  void committedAudioHasTheTextOfTheSameRecording(int rateHz) throws Exception {
    float[] samples = Resampler.resample(JFK, 16_000, rateHz);
    byte[] wav = Wav.encode(samples, rateHz);
    String expected = transcribe(wav);

    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
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
    byte[] coded = Telephone.encode(Resampler.resample(JFK, 16_000, 8000), tag == 6);
    String expected = transcribe(Telephone.wav(coded, tag));

    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.update(MANUAL, "\"format\":{\"type\":\"%s\"}".formatted(type));
      client.append(coded);
      client.commit();

      assertThat(checkItem(client).get("transcript").stringValue())
          .isEqualTo(expected)
          .isNotEmpty();
    }
  }

  @Test
  void tokensComeIfTheSessionAsksForThem() throws Exception {
    byte[] wav = Wav.encode(JFK, 16_000);
    JsonNode expected =
        Answers.ok(SharedServer.get().transcribe(Form.of(file(wav)).field("include[]", "logprobs")))
            .get("logprobs");

    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.update(MANUAL, "\"format\":{\"type\":\"audio/pcm\",\"rate\":16000}");
      client.sendSession("\"include\":[\"item.input_audio_transcription.logprobs\"]");
      client.append(Arrays.copyOfRange(wav, 44, wav.length));
      client.commit();
      List<JsonNode> events = client.until("conversation.item.done", 1);
      assertThat(Events.of(events, TEXT + "completed").getFirst().get("logprobs"))
          .isEqualTo(expected)
          .isNotEmpty();
      Events.checkTokens(events);

      client.sendSession("\"include\":[]");
      client.append(Arrays.copyOfRange(wav, 44, wav.length));
      client.commit();
      assertThat(client.next(TEXT + "delta").has("logprobs")).isFalse();
      assertThat(client.next(TEXT + "completed").get("logprobs").isNull()).isTrue();
    }
  }

  @Test
  void itemsFollowEachOtherAndCanBeAskedFor() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
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
  void commitOfNothingIsAnErrorAndTheSessionGoesOn() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
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
    Events.checkDeltas(events);
    return Events.of(events, TEXT + "completed").getFirst();
  }

  private static String transcribe(byte[] wav) throws Exception {
    return Answers.ok(SharedServer.get().transcribe(Form.of(file(wav)))).get("text").stringValue();
  }

  private static Path file(byte[] wav) throws IOException {
    return Files.write(TestServer.folder("realtime").resolve("same.wav"), wav);
  }
}
