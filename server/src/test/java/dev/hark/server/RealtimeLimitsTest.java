package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends realtime sessions, and who may open them. */
@Timeout(60)
class RealtimeLimitsTest {
  private static final String MANUAL = "\"turn_detection\":null";

  @Test
  void messageBeyondTheLimitIsClosedWith1009() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.send("{\"type\":\"x\",\"audio\":\"%s\"}".formatted("A".repeat(1 << 20)));
      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void binaryMessagesAreClosedWith1008() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.sendBinary(new byte[100]);
      assertThat(client.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void manySmallFragmentsAreOneMessageOrTooLarge() throws Exception {
    try (RealtimeClient client = RealtimeClient.open(SharedServer.get())) {
      client.next("session.created");
      String message =
          "{\"type\":\"input_audio_buffer.clear\",\"pad\":\"%s\"}".formatted("x".repeat(20_000));
      client.sendFragments(message, 1);
      client.next("input_audio_buffer.cleared");
    }
  }

  @Test
  void silentClientIsClosedWithAReason() throws Exception {
    ServerConfig config = TestServer.config().with(Setting.REALTIME_IDLE, "300ms");
    try (TestServer strict = TestServer.start(config);
        RealtimeClient client = RealtimeClient.open(strict)) {
      assertThat(client.closeCode()).isEqualTo(1008);
      assertThat(client.closeReason()).startsWith("nothing came for");
      awaitNoSession(strict);
    }
  }

  @Test
  void sessionWithTooMuchAudioIsFinishedAndClosed() throws Exception {
    ServerConfig config = TestServer.config().with(Setting.REALTIME_MAX_AUDIO, "3s");
    try (TestServer strict = TestServer.start(config);
        RealtimeClient client = RealtimeClient.open(strict)) {
      client.append(Speech.pcm24(4 * 24_000));
      assertThat(client.next("error").at("/error/code").stringValue())
          .isEqualTo("session_audio_limit");
      assertThat(client.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void tooManySessionsAreClosedWith1013() throws Exception {
    ServerConfig config = TestServer.config().with(Setting.REALTIME_SESSIONS, "2");
    try (TestServer small = TestServer.start(config)) {
      RealtimeClient first = RealtimeClient.open(small);
      try (RealtimeClient second = RealtimeClient.open(small);
          RealtimeClient third = RealtimeClient.open(small)) {
        first.next("session.created");
        second.next("session.created");
        assertThat(third.closeCode()).isEqualTo(1013);
      }
      first.close();
      awaitNoSession(small);
      try (RealtimeClient again = RealtimeClient.open(small)) {
        again.next("session.created");
      }
    }
  }

  @Test
  void drainFinishesWhatWasCommittedAndClosesWith1012() throws Exception {
    try (TestServer ending = TestServer.start();
        RealtimeClient client = RealtimeClient.open(ending)) {
      client.update(MANUAL);
      client.append(Speech.pcm24(24_000));
      client.commit();
      client.next("input_audio_buffer.committed");
      ending.server().drain();
      client.next("conversation.item.input_audio_transcription.completed");
      assertThat(client.closeCode()).isEqualTo(1012);
      try (RealtimeClient late = RealtimeClient.open(ending)) {
        assertThat(late.closeCode()).isEqualTo(1012);
      }
    }
  }

  @Test
  void clientsThatVanishLeaveNothingBehind() throws Exception {
    ServerConfig config = TestServer.config().with(Setting.CONCURRENCY_PER_KEY, "50");
    try (TestServer busy = TestServer.start(config)) {
      Random random = new Random(5);
      List<RealtimeClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        RealtimeClient client = RealtimeClient.open(busy);
        if (random.nextBoolean()) {
          client.update(MANUAL);
        }
        client.append(Speech.pcm24(random.nextInt(1000, 300_000)));
        if (random.nextBoolean()) {
          client.commit();
        }
        clients.add(client);
      }
      clients.forEach(RealtimeClient::abort);
      awaitNoSession(busy);
      assertThat(busy.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, 403",
    "http://localhost.evil.com, 403",
    "null, 403",
    "http://127.0.0.1:1, 403",
    "https://app.example.org, 101",
    "self, 101",
    "none, 101"
  })
  void otherSitesMayNotOpenSessions(String origin, int status) throws Exception {
    ServerConfig config =
        TestServer.config().with(Setting.ALLOWED_ORIGINS, "https://app.example.org");
    try (TestServer guarded = TestServer.start(config)) {
      String header =
          switch (origin) {
            case "self" -> "Origin: http://127.0.0.1:" + guarded.server().uri().getPort() + "\r\n";
            case "none" -> "";
            default -> "Origin: " + origin + "\r\n";
          };
      assertThat(RealtimeClient.upgrade(guarded, header)).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void keysAreTakenFromHeaderOrSubprotocol() throws Exception {
    Map.Entry<Path, String> keys = TestServer.keys();
    ServerConfig config = TestServer.config().with(Setting.API_KEYS_FILE, keys.getKey().toString());
    try (TestServer guarded = TestServer.start(config)) {
      String protocol = "Sec-WebSocket-Protocol: realtime, openai-insecure-api-key.";
      assertThat(RealtimeClient.upgrade(guarded, "")).startsWith("HTTP/1.1 401");
      assertThat(RealtimeClient.upgrade(guarded, protocol + "wrong\r\n"))
          .startsWith("HTTP/1.1 401");
      assertThat(RealtimeClient.upgrade(guarded, "Authorization: Bearer wrong\r\n"))
          .startsWith("HTTP/1.1 401");
      String browser = RealtimeClient.upgrade(guarded, protocol + keys.getValue() + "\r\n");
      assertThat(browser)
          .startsWith("HTTP/1.1 101")
          .containsIgnoringCase("Sec-WebSocket-Protocol: realtime\r\n")
          .doesNotContain(keys.getValue());
      assertThat(
              RealtimeClient.upgrade(guarded, "Authorization: Bearer " + keys.getValue() + "\r\n"))
          .startsWith("HTTP/1.1 101");
    }
  }

  private static void awaitNoSession(TestServer which) throws InterruptedException {
    while (which.server().realtimeSessions() > 0) {
      Thread.sleep(10);
    }
  }
}
