package dev.hark.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.http.WebSocketWriteNotAttempted;
import com.openai.helpers.RealtimeConnection;
import com.openai.helpers.RealtimeWebSocketOptions;
import com.openai.models.realtime.AudioTranscription;
import com.openai.models.realtime.InputAudioBufferAppendEvent;
import com.openai.models.realtime.InputAudioBufferCommitEvent;
import com.openai.models.realtime.RealtimeAudioFormats;
import com.openai.models.realtime.RealtimeClientEvent;
import com.openai.models.realtime.RealtimeServerEvent;
import com.openai.models.realtime.RealtimeTranscriptionSessionAudio;
import com.openai.models.realtime.RealtimeTranscriptionSessionAudioInput;
import com.openai.models.realtime.RealtimeTranscriptionSessionAudioInputTurnDetection.ServerVad;
import com.openai.models.realtime.RealtimeTranscriptionSessionCreateRequest;
import com.openai.models.realtime.SessionUpdateEvent;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live transcription through the WebSocket client of openai-java. */
@Timeout(60)
class OpenAiRealtimeTest {
  private static final int RATE_HZ = 24_000;

  @Test
  void committedAudioIsTranscribed() {
    try (RealtimeConnection connection = connect(Server.KEY)) {
      await(connection, RealtimeServerEvent::isSessionCreated);
      send(connection, update(input().turnDetection(Optional.empty()).build()));
      await(connection, RealtimeServerEvent::isSessionUpdated).validate();

      append(connection, pcm24());
      send(
          connection,
          RealtimeClientEvent.ofInputAudioBufferCommit(
              InputAudioBufferCommitEvent.builder().build()));

      await(connection, RealtimeServerEvent::isInputAudioBufferCommitted).validate();
      assertThat(completed(connection)).isEqualTo(Server.TEXT);
    }
  }

  @Test
  void voiceActivityFindsTheTurn() {
    try (RealtimeConnection connection = connect(Server.KEY)) {
      await(connection, RealtimeServerEvent::isSessionCreated);
      ServerVad vad = ServerVad.builder().silenceDurationMs(1500).prefixPaddingMs(300).build();
      send(connection, update(input().turnDetection(vad).build()));
      append(connection, pcm24());
      append(connection, new byte[2 * RATE_HZ * 3]);

      await(connection, RealtimeServerEvent::isInputAudioBufferSpeechStarted).validate();
      await(connection, RealtimeServerEvent::isInputAudioBufferSpeechStopped).validate();
      assertThat(completed(connection)).isNotEmpty();
    }
  }

  @Test
  void emptyCommitIsAnErrorAndTheSessionLives() {
    try (RealtimeConnection connection = connect(Server.KEY)) {
      await(connection, RealtimeServerEvent::isSessionCreated);
      send(connection, update(input().turnDetection(Optional.empty()).build()));
      send(
          connection,
          RealtimeClientEvent.ofInputAudioBufferCommit(
              InputAudioBufferCommitEvent.builder().build()));

      assertThat(next(connection, RealtimeServerEvent::isError).asError().error().code())
          .hasValue("input_audio_buffer_commit_empty");
      send(connection, update(input().turnDetection(Optional.empty()).build()));
      await(connection, RealtimeServerEvent::isSessionUpdated);
    }
  }

  @Test
  void wrongKeyDoesNotConnect() {
    assertThatThrownBy(() -> connect("hark-wrong").close()).hasStackTraceContaining("401");
  }

  @SuppressWarnings("MustBeClosedChecker") // callers do
  private static RealtimeConnection connect(String key) {
    ClientOptions options =
        ClientOptions.builder()
            .httpClient(OkHttpClient.builder().build())
            .baseUrl(Server.api())
            .apiKey(key)
            .build();
    return RealtimeConnection.connect(
        options, RealtimeWebSocketOptions.builder().transcription().build());
  }

  private static RealtimeTranscriptionSessionAudioInput.Builder input() {
    return RealtimeTranscriptionSessionAudioInput.builder()
        .format(
            RealtimeAudioFormats.AudioPcm.builder()
                .type(RealtimeAudioFormats.AudioPcm.Type.AUDIO_PCM)
                .rate(RealtimeAudioFormats.AudioPcm.Rate._24000)
                .build())
        .transcription(AudioTranscription.builder().model("whisper-1").language("en").build());
  }

  private static RealtimeClientEvent update(RealtimeTranscriptionSessionAudioInput input) {
    return RealtimeClientEvent.ofSessionUpdate(
        SessionUpdateEvent.builder()
            .session(
                RealtimeTranscriptionSessionCreateRequest.builder()
                    .audio(RealtimeTranscriptionSessionAudio.builder().input(input).build())
                    .build())
            .build());
  }

  private static void append(RealtimeConnection connection, byte[] pcm) {
    for (int from = 0; from < pcm.length; from += RATE_HZ) {
      byte[] part = Arrays.copyOfRange(pcm, from, Math.min(pcm.length, from + RATE_HZ));
      send(
          connection,
          RealtimeClientEvent.ofInputAudioBufferAppend(
              InputAudioBufferAppendEvent.builder()
                  .audio(Base64.getEncoder().encodeToString(part))
                  .build()));
    }
  }

  /** Sends as soon as the client takes it: it queues one message at a time. */
  private static void send(RealtimeConnection connection, RealtimeClientEvent event) {
    while (true) {
      try {
        connection.send(event);
        return;
      } catch (WebSocketWriteNotAttempted.Busy e) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static String completed(RealtimeConnection connection) {
    return await(
            connection, RealtimeServerEvent::isConversationItemInputAudioTranscriptionCompleted)
        .asConversationItemInputAudioTranscriptionCompleted()
        .validate()
        .transcript();
  }

  /** The next event of a kind; an error on the way is a failure. */
  private static RealtimeServerEvent await(
      RealtimeConnection connection, Predicate<RealtimeServerEvent> wanted) {
    RealtimeServerEvent event = next(connection, wanted.or(RealtimeServerEvent::isError));
    assertThat(event.isError()).as(event.toString()).isFalse();
    return event;
  }

  private static RealtimeServerEvent next(
      RealtimeConnection connection, Predicate<RealtimeServerEvent> wanted) {
    RealtimeServerEvent event = connection.receive();
    while (!wanted.test(event)) {
      event = connection.receive();
    }
    return event;
  }

  /** The recording at 24 kHz: its 16 kHz samples with one more between every two. */
  private static byte[] pcm24() {
    byte[] wav = OpenAiClient.bytes();
    int samples = (wav.length - 44) / 2;
    byte[] pcm = new byte[samples / 2 * 3 * 2];
    for (int i = 0; i < pcm.length / 2; i++) {
      double at = i * 2 / 3.0;
      int left = Math.min((int) at, samples - 1);
      int right = Math.min(left + 1, samples - 1);
      double weight = at - left;
      int value = (int) Math.round((1 - weight) * sample(wav, left) + weight * sample(wav, right));
      pcm[2 * i] = (byte) value;
      pcm[2 * i + 1] = (byte) (value >> 8);
    }
    return pcm;
  }

  private static int sample(byte[] wav, int index) {
    return (wav[44 + 2 * index] & 0xff) | wav[45 + 2 * index] << 8;
  }
}
