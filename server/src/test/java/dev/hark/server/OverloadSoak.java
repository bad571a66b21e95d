package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.GoldenModels;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiKeys;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A minute of ten times as many clients as a server takes; run with {@code -Psoak}. */
@Timeout(180)
class OverloadSoak {
  private static final Path SHORT = GoldenModels.golden("clips/c01p0.wav");
  private static final Duration LOAD = Duration.ofSeconds(60);
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  /** Requests that are in at once: two that are worked on, two that wait. */
  private static final int ROOM = 4;

  @Test
  void tenfoldLoadIsAnsweredWithResultsAndRefusalsAloneAndForgottenSoon() throws Exception {
    Map.Entry<Path, String> one = TestServer.keys();
    String other = ApiKeys.create("other", one.getKey());
    Map<Integer, Integer> statuses = new TreeMap<>();
    try (TestServer server =
            TestServer.start(
                    TestServer.config()
                        .with(Setting.CONCURRENCY, "2")
                        .with(Setting.QUEUE, Integer.toString(ROOM - 2))
                        .with(Setting.CONCURRENCY_PER_KEY, "3")
                        .with(Setting.API_KEYS_FILE, one.getKey().toString()))
                .withKey(one.getValue());
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      server.server().warmUp();
      long end = System.nanoTime() + LOAD.toNanos();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 10 * ROOM; i++) {
        String key = i % 2 == 0 ? one.getValue() : other;
        running.add(
            clients.submit(() -> {
              while (System.nanoTime() < end) {
                int status = send(server, key).statusCode();
                synchronized (statuses) {
                  statuses.merge(status, 1, Integer::sum);
                }
              }
              return true;
            }));
      }
      for (Future<?> client : running) {
        client.get();
      }

      long over = System.nanoTime();
      Answers.ok(send(server, one.getValue()));
      Duration recovery = Duration.ofNanos(System.nanoTime() - over);

      System.out.printf("statuses %s, next answer after %s%n", statuses, recovery);
      assertThat(statuses.keySet()).isSubsetOf(200, 429, 503).contains(200, 429, 503);
      assertThat(recovery).isLessThan(RECOVERY);
      server.awaitQuiet();
      assertThat(server.uploads()).isEmpty();
    }
  }

  private static HttpResponse<String> send(TestServer server, String key) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri("/v1/audio/transcriptions"))
            .header("Authorization", "Bearer " + key);
    HttpResponse<String> answer = server.send(Form.of(SHORT).post(request).build());
    if (answer.statusCode() != 200) {
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
      Thread.sleep(100); // a client that heeded Retry-After would be no load
    }
    return answer;
  }
}
