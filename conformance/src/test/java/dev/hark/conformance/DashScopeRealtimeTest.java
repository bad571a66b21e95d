package dev.hark.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.dashscope.audio.omni.OmniRealtimeCallback;
import com.alibaba.dashscope.audio.omni.OmniRealtimeConfig;
import com.alibaba.dashscope.audio.omni.OmniRealtimeConversation;
import com.alibaba.dashscope.audio.omni.OmniRealtimeModality;
import com.alibaba.dashscope.audio.omni.OmniRealtimeParam;
import com.alibaba.dashscope.audio.omni.OmniRealtimeTranscriptionParam;
import com.alibaba.dashscope.exception.NoApiKeyException;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live transcription with DashScope's own SDK, which reuses its client of spoken dialogues. */
@Timeout(60)
class DashScopeRealtimeTest {
  private static final String TRANSCRIPTION = "conversation.item.input_audio_transcription.";
  private static final int CHUNK = 1024; // bytes, as in the SDK's example

  private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();

  @Test
  void committedAudioIsTranscribed() throws Exception {
    OmniRealtimeConversation conversation = connect();
    conversation.updateSession(config().enableTurnDetection(false).build());
    JsonObject session = next("session.updated").getAsJsonObject("session");
    assertThat(session.get("sample_rate").getAsInt()).isEqualTo(16_000);
    assertThat(session.get("turn_detection").isJsonNull()).isTrue();

    append(conversation, recording());
    conversation.commit();

    assertThat(next(TRANSCRIPTION + "completed").get("transcript").getAsString())
        .isEqualTo(Server.TEXT);
    conversation.endSession();
  }

  @Test
  void growingTextAndTurnsAreToldUntilTheSessionIsFinished() throws Exception {
    OmniRealtimeConversation conversation = connect();
    conversation.updateSession(config().turnDetectionSilenceDurationMs(1500).build());
    append(conversation, Arrays.copyOf(recording(), 8 * 32_000));
    String text = "";
    while (text.isEmpty()) {
      JsonObject growing = next(TRANSCRIPTION + "text");
      text = growing.get("text").getAsString() + growing.get("stash").getAsString();
    }

    append(conversation, Arrays.copyOfRange(recording(), 8 * 32_000, recording().length));
    conversation.endSession(); // returns when session.finished has come, within 20 s

    List<JsonObject> rest = new ArrayList<>();
    events.drainTo(rest);
    List<String> types = rest.stream().map(event -> event.get("type").getAsString()).toList();
    assertThat(types)
        .containsSubsequence(
            "input_audio_buffer.speech_stopped",
            "input_audio_buffer.committed",
            "conversation.item.created",
            TRANSCRIPTION + "completed",
            "session.finished");
    assertThat(types).doesNotContain("error");
  }

  /**
   * The SDK opens the socket before it makes the latch that connect() waits for. A server that
   * answers in between breaks the connection with a NullPointerException inside the SDK, and
   * connect() waits for ever; then another one is opened.
   */
  private OmniRealtimeConversation connect() throws Exception {
    while (true) { // until the time of the test is over
      OmniRealtimeConversation conversation = conversation();
      Thread connecting = Thread.ofPlatform().daemon().start(() -> open(conversation));
      if (connecting.join(Duration.ofSeconds(5))) {
        assertThat(next("session.created").getAsJsonObject("session").get("id").getAsString())
            .isNotEmpty();
        return conversation;
      }
      assertThat(events).as("events of a connection that was never open").isEmpty();
    }
  }

  private OmniRealtimeConversation conversation() {
    OmniRealtimeParam param =
        OmniRealtimeParam.builder()
            .model("qwen3-asr-flash-realtime")
            .apikey(Server.KEY)
            .url(Server.root().replace("http:", "ws:") + "/api-ws/v1/realtime")
            .build();
    return new OmniRealtimeConversation(
        param,
        new OmniRealtimeCallback() {
          @Override
          public void onOpen() {}

          @Override
          public void onEvent(JsonObject message) {
            events.add(message);
          }

          @Override
          public void onClose(int code, String reason) {}
        });
  }

  private static void open(OmniRealtimeConversation conversation) {
    try {
      conversation.connect();
    } catch (NoApiKeyException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OmniRealtimeConfig.OmniRealtimeConfigBuilder<?, ?> config() {
    OmniRealtimeTranscriptionParam transcription = new OmniRealtimeTranscriptionParam();
    transcription.setLanguage("en");
    transcription.setInputAudioFormat("pcm");
    transcription.setInputSampleRate(16_000);
    transcription.setCorpusText("Americans");
    return OmniRealtimeConfig.builder()
        .modalities(List.of(OmniRealtimeModality.TEXT))
        .transcriptionConfig(transcription);
  }

  private static void append(OmniRealtimeConversation conversation, byte[] pcm) {
    for (int from = 0; from < pcm.length; from += CHUNK) {
      byte[] part = Arrays.copyOfRange(pcm, from, Math.min(pcm.length, from + CHUNK));
      conversation.appendAudio(Base64.getEncoder().encodeToString(part));
    }
  }

  private JsonObject next(String type) throws InterruptedException {
    List<JsonObject> seen = new ArrayList<>();
    while (true) {
      JsonObject event = events.poll(30, TimeUnit.SECONDS);
      assertThat(event).as("no %s after %s", type, seen).isNotNull();
      if (event.get("type").getAsString().equals(type)) {
        return event;
      }
      assertThat(event.get("type").getAsString()).as(event.toString()).isNotEqualTo("error");
      seen.add(event);
    }
  }

  /** The samples of the golden clip, 16 bits at 16 kHz. */
  private static byte[] recording() {
    byte[] wav = OpenAiClient.bytes();
    return Arrays.copyOfRange(wav, 44, wav.length);
  }
}
