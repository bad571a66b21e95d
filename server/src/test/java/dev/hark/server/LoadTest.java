package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.GoldenModels;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Too many requests, requests whose clients leave, and requests while the server stops. */
@Timeout(100)
class LoadTest {
  private static final Path SHORT = GoldenModels.golden("clips/c01p0.wav");

  @Test
  void callersWithTooManyRequestsAreRefusedWith429() throws Exception {
    Map.Entry<Path, String> keys = TestServer.keys();
    assertRefusals(
        TestServer.config()
            .with(Setting.CONCURRENCY_PER_KEY, "2")
            .with(Setting.API_KEYS_FILE, keys.getKey().toString()),
        keys.getValue(),
        429,
        "rate_limit_exceeded");
  }

  @Test
  void fullServerRefusesWith503() throws Exception {
    assertRefusals(
        TestServer.config().with(Setting.CONCURRENCY, "1").with(Setting.QUEUE, "1"),
        "",
        503,
        "server_full");
  }

  /** Two uploads that never end fill the server; the third request is refused. */
  private static void assertRefusals(ServerConfig config, String key, int status, String code)
      throws Exception {
    try (TestServer server = TestServer.start(config).withKey(key)) {
      try (Raw first = Raw.connect(server.uri("/"));
          Raw second = Raw.connect(server.uri("/"))) {
        first.post("/v1/audio/transcriptions", 1000, key);
        second.post("/v1/audio/transcriptions", 1000, key);
        await(server, 2);

        HttpResponse<String> refused = server.transcribe(Form.of(TestServer.JFK));

        Answers.error(refused, status, code, "");
        assertThat(header(refused, "retry-after")).isBetween(1L, 8L);
        assertThat(header(refused, "retry-after-ms")).isBetween(1000L, 8000L);
      }
      server.awaitQuiet();
      Answers.ok(server.transcribe(Form.of(SHORT)));
    }
  }

  private static long header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValueAsLong(name).orElse(-1);
  }

  private static void await(TestServer server, int inside) throws InterruptedException {
    while (server.server().admission().inside() < inside) {
      Thread.sleep(5);
    }
  }

  @Test
  void overloadIsAnsweredWithNothingButResultsAndRefusals() throws Exception {
    try (TestServer server =
            TestServer.start(
                TestServer.config().with(Setting.CONCURRENCY, "2").with(Setting.QUEUE, "2"));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      server.server().warmUp();
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        answers.add(clients.submit(() -> server.transcribe(Form.of(SHORT))));
      }
      int done = 0;
      for (Future<HttpResponse<String>> answer : answers) {
        int status = answer.get().statusCode();
        assertThat(status).isIn(200, 503);
        done += status == 200 ? 1 : 0;
      }
      assertThat(done).isBetween(4, 40);
      server.awaitQuiet();
      Answers.ok(server.transcribe(Form.of(SHORT)));
    }
  }

  @Test
  void workEndsSoonAfterItsClientLeft(@TempDir Path folder) throws Exception {
    Path tenMinutes = Recordings.noise(folder.resolve("long.wav"), 600);
    byte[] whole = Form.of(tenMinutes).toBytes();
    byte[] streamed = Form.of(tenMinutes).field("stream", "true").toBytes();
    try (TestServer server = TestServer.start()) {
      server.server().warmUp();
      for (byte[] body : List.of(whole, streamed)) {
        for (boolean reset : new boolean[] {true, false}) {
          Raw raw = Raw.connect(server.uri("/"));
          raw.post("/v1/audio/transcriptions", body.length).send(body);
          while (server.server().admission().working() == 0) {
            Thread.sleep(5);
          }
          Thread.sleep(200);
          assertThat(server.server().admission().inside()).isEqualTo(1);

          long start = System.nanoTime();
          if (reset) {
            raw.reset();
          } else {
            raw.close();
          }
          server.awaitQuiet();

          Duration taken = Duration.ofNanos(System.nanoTime() - start);
          assertThat(taken).isLessThan(Duration.ofSeconds(5));
        }
      }
      assertThat(server.uploads()).isEmpty();
      Answers.ok(server.transcribe(Form.of(SHORT)));
    }
  }

  @Test
  void requestThatTakesTooLongIsEnded(@TempDir Path folder) throws Exception {
    Path tenMinutes = Recordings.noise(folder.resolve("long.wav"), 600);
    try (TestServer server =
        TestServer.start(TestServer.config().with(Setting.REQUEST_TIMEOUT, "300ms"))) {
      server.server().warmUp();
      Answers.error(server.transcribe(Form.of(tenMinutes)), 504, "request_timeout", "");
      server.awaitQuiet();
    }
  }

  @Test
  void thousandLostClientsLeaveNothingBehind() throws Exception {
    long seed = 7;
    Random random = new Random(seed);
    byte[] plain = Form.of(SHORT).toBytes();
    byte[] streamed = Form.of(SHORT).field("stream", "true").toBytes();
    try (TestServer server =
        TestServer.start(TestServer.config().with(Setting.CONCURRENCY_PER_KEY, "16"))) {
      server.server().warmUp();
      Answers.ok(server.transcribe(Form.of(SHORT)));
      int threads = threads();
      for (int i = 0; i < 1000; i++) {
        byte[] body = random.nextBoolean() ? plain : streamed;
        Raw raw = Raw.connect(server.uri("/"));
        raw.post("/v1/audio/transcriptions", body.length);
        int sent = random.nextInt(4) == 0 ? body.length : random.nextInt(body.length);
        raw.send(Arrays.copyOf(body, sent));
        if (random.nextInt(8) == 0) {
          Thread.sleep(random.nextInt(20));
        }
        if (random.nextBoolean()) {
          raw.reset();
        } else {
          raw.close();
        }
      }
      server.awaitQuiet();

      assertThat(server.uploads()).as("seed %d", seed).isEmpty();
      assertThat(server.server().admission().working()).isZero();
      assertThat(ProcessHandle.current().children()).isEmpty();
      assertThat(threads()).isLessThan(threads + 20);
      Answers.ok(server.transcribe(Form.of(SHORT)));
    }
  }

  private static int threads() {
    return Thread.getAllStackTraces().size();
  }

  @Test
  void slowHeadersOfManyClientsKeepNobodyOut() throws Exception {
    int clientCount = 500;
    List<Raw> slow = new ArrayList<>();
    try (TestServer server =
        TestServer.start(TestServer.config().with(Setting.HEADER_TIMEOUT, "2s"))) {
      server.server().warmUp();
      for (int i = 0; i < clientCount; i++) {
        slow.add(
            Raw.connect(server.uri("/")).send("POST /v1/audio/transcriptions HTTP/1.1\r\nX-A"));
      }
      for (int i = 0; i < 5; i++) {
        Answers.ok(server.transcribe(Form.of(SHORT)));
      }
      int cutOff = 0;
      for (Raw client : slow) {
        client.send("B");
        cutOff += client.rest().contains("200") ? 0 : 1; // returns when the server closes
      }
      assertThat(cutOff).isEqualTo(clientCount);
      Answers.ok(server.transcribe(Form.of(SHORT)));
    } finally {
      for (Raw client : slow) {
        client.close();
      }
    }
  }

  @Test
  void stalledReaderOfEventsIsCutOff(@TempDir Path folder) throws Exception {
    Path minute = Recordings.noise(folder.resolve("long.wav"), 60);
    byte[] body = Form.of(minute).field("stream", "true").toBytes();
    try (TestServer server =
            TestServer.start(TestServer.config().with(Setting.REQUEST_TIMEOUT, "2s"));
        Raw raw = Raw.connect(server.uri("/"))) {
      server.server().warmUp();
      raw.post("/v1/audio/transcriptions", body.length).send(body);

      await(server, 1);
      server.awaitQuiet(); // without a byte being read
    }
  }

  @Test
  void drainLosesNoRequestThatIsIn() throws Exception {
    int clientCount = 16;
    try (TestServer server =
            TestServer.start(
                TestServer.config()
                    .with(Setting.CONCURRENCY, "2")
                    .with(Setting.CONCURRENCY_PER_KEY, "64"));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      server.server().warmUp();
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < clientCount; i++) {
        answers.add(clients.submit(() -> server.transcribe(Form.of(TestServer.JFK))));
      }
      await(server, clientCount);
      Future<Boolean> drained = clients.submit(() -> server.server().drain());
      while (!server.server().admission().draining()) {
        Thread.sleep(1);
      }

      assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      HttpResponse<String> refused = server.transcribe(Form.of(SHORT));
      Answers.error(refused, 503, "server_draining", "");
      assertThat(header(refused, "retry-after")).isEqualTo(1);
      assertThat(drained.get()).isTrue();
      for (Future<HttpResponse<String>> answer : answers) {
        assertThat(text(answer)).startsWith("And so, my fellow Americans");
      }
    }
  }

  private static String text(Future<HttpResponse<String>> answer)
      throws InterruptedException, ExecutionException {
    return Answers.ok(answer.get()).get("text").asString();
  }
}
