package dev.hark.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import dev.hark.model.hub.HubException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a network and a hub can do wrong. */
class DownloadFaultTest {
  private static final ModelName TINY = ModelName.parse("Qwen/tiny");

  @TempDir private Path cache;
  private final List<Duration> waits = new ArrayList<>();
  private FakeHub server;

  @BeforeEach
  void startServer() {
    server = new FakeHub();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Path pull() {
    return pull(Duration.ofSeconds(30));
  }

  private Path pull(Duration stallTimeout) {
    HubSettings settings =
        new HubSettings(HubSource.HUGGING_FACE, server.endpoint(), "hf_t", cache, false);
    return ModelHub.create(settings, Linking.ALL, waits::add, stallTimeout)
        .pull(TINY, DownloadProgress.NONE);
  }

  private byte[] weights() {
    return server.file("model.safetensors");
  }

  private static boolean fromStore(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().startsWith("/blob/");
  }

  @Test
  void aDownloadCutManyTimesAtRandomBytesIsWholeInTheEnd() {
    for (long seed = 0; seed < 8; seed++) {
      server.files.put("model.safetensors", FakeHub.content(300_000, 100 + seed));
      server.sha = "%040x".formatted(seed);
      server.bytesSent.set(0);
      Random random = new Random(seed);
      AtomicInteger cuts = new AtomicInteger();
      server.fault =
          exchange -> {
            if (!fromStore(exchange) || cuts.incrementAndGet() > 25) {
              return false;
            }
            server.sendFile(exchange, weights(), "\"tag\"", random.nextInt(15_000));
            return true;
          };
      Path folder = pull();
      assertThat(folder.resolve("model.safetensors"))
          .as("seed %d", seed)
          .hasBinaryContent(weights());
      assertThat(cuts.get()).as("seed %d", seed).isGreaterThan(15);
      assertThat(server.bytesSent.get())
          .as("seed %d: bytes sent twice", seed)
          .isLessThan(2 * 300_000);
    }
  }

  @Test
  void aLaterProcessContinuesWhatAnEarlierLeft() throws IOException {
    server.fault =
        exchange -> {
          if (fromStore(exchange)) {
            server.sendFile(exchange, weights(), "\"tag\"", 0);
            return true;
          }
          return false;
        };
    Path blobs = Files.createDirectories(cache.resolve("models--Qwen--tiny/blobs"));
    byte[] half = java.util.Arrays.copyOf(weights(), 200_000);
    Files.write(blobs.resolve(FakeHub.sha256(weights()) + ".part"), half);
    assertThatExceptionOfType(HubException.class).isThrownBy(this::pull);
    server.fault = exchange -> false;
    server.bytesSent.set(0);
    Path folder = pull();
    assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights());
    assertThat(server.bytesSent.get()).isLessThan(101_000);
    try (var left = Files.list(blobs)) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  @Test
  void aWrongBeginningLeftBehindIsThrownAway() throws IOException {
    Path blobs = Files.createDirectories(cache.resolve("models--Qwen--tiny/blobs"));
    Files.write(blobs.resolve(FakeHub.sha256(weights()) + ".part"), FakeHub.content(200_000, 999));
    assertThat(pull().resolve("model.safetensors")).hasBinaryContent(weights());
  }

  @Test
  void aFileThatChangesBetweenTwoPartsStartsAgain() {
    AtomicInteger call = new AtomicInteger();
    server.fault =
        exchange -> {
          if (fromStore(exchange) && call.incrementAndGet() <= 2) {
            server.sendFile(exchange, weights(), "\"tag" + call.get() + "\"", 100_000);
            return true;
          }
          return false;
        };
    assertThat(pull().resolve("model.safetensors")).hasBinaryContent(weights());
    assertThat(server.requests)
        .filteredOn(request -> request.server().equals("store"))
        .extracting(request -> request.headers().get("If-Range"))
        .startsWith(null, "\"tag1\"");
  }

  @Test
  void wrongContentIsNeverPlaced() {
    byte[] wrong = FakeHub.content(300_000, 77);
    server.fault =
        exchange -> {
          if (fromStore(exchange)) {
            server.sendFile(exchange, wrong, "\"tag\"", wrong.length);
            return true;
          }
          return false;
        };
    assertReason(Reason.CORRUPT);
    assertThat(cache.resolve("models--Qwen--tiny/snapshots")).doesNotExist();
    assertThat(cache.resolve("models--Qwen--tiny/blobs/" + FakeHub.sha256(weights())))
        .doesNotExist();
  }

  @Test
  void moreContentThanAnnouncedIsCutOff() {
    byte[] longer = FakeHub.content(400_000, 78);
    server.fault =
        exchange -> {
          if (fromStore(exchange)) {
            server.sendFile(exchange, longer, "\"tag\"", longer.length);
            return true;
          }
          return false;
        };
    assertReason(Reason.CORRUPT);
  }

  @Test
  void aStreamThatStallsIsTakenUpAgain() {
    AtomicInteger stalls = new AtomicInteger();
    server.fault =
        exchange -> {
          if (!fromStore(exchange) || stalls.incrementAndGet() > 1) {
            return false;
          }
          server.sendFile(exchange, weights(), "\"tag\"", 50_000);
          try {
            Thread.sleep(20_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return true;
        };
    assertThat(pull(Duration.ofMillis(300)).resolve("model.safetensors"))
        .hasBinaryContent(weights());
    assertThat(waits).hasSize(1);
  }

  @Test
  void anInterruptEndsADownloadThatWaits() throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(1);
    server.fault =
        exchange -> {
          if (fromStore(exchange)) {
            server.sendFile(exchange, weights(), "\"tag\"", 50_000);
            waiting.countDown();
            try {
              Thread.sleep(20_000);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return true;
          }
          return false;
        };
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread puller = Thread.ofPlatform().start(() -> failure.set(catchThrowable(this::pull)));
    assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
    puller.interrupt();
    puller.join(10_000);
    assertThat(failure.get()).isInstanceOf(CancellationException.class);
  }

  @Test
  void serverErrorsAreRetriedWithGrowingWaits() {
    failFirst(4, 500, "");
    pull();
    assertThat(waits).hasSize(4);
    for (int i = 0; i < waits.size(); i++) {
      assertThat(waits.get(i).toMillis()).isBetween(250L << i, 500L << i);
    }
  }

  @Test
  void retryAfterIsHonouredInSecondsAndAsDate() {
    failFirst(1, 429, "7");
    pull();
    assertThat(waits).containsExactly(Duration.ofSeconds(7));
    waits.clear();
    failFirst(
        1,
        503,
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(40)));
    pull();
    assertThat(waits.getFirst()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(41));
  }

  @Test
  void aHubThatStaysDownOrBusyIsReported() {
    failFirst(Integer.MAX_VALUE, 502, "");
    assertReason(Reason.UNREACHABLE);
    failFirst(Integer.MAX_VALUE, 429, "1");
    assertReason(Reason.RATE_LIMITED);
    waits.clear();
    failFirst(Integer.MAX_VALUE, 429, "86400");
    assertReason(Reason.RATE_LIMITED);
    assertThat(waits).isEmpty();
  }

  @Test
  void refusalsSayWhatToDo() {
    failFirst(Integer.MAX_VALUE, 401, "");
    assertReason(Reason.UNAUTHORIZED).hasMessageContaining("HF_TOKEN");
    failFirst(Integer.MAX_VALUE, 403, "");
    assertReason(Reason.FORBIDDEN).hasMessageContaining("terms");
    failFirst(Integer.MAX_VALUE, 404, "");
    assertReason(Reason.NOT_FOUND).hasMessageContaining("check the name");
    assertThat(waits).isEmpty();
  }

  @Test
  void anAddressWhereNobodyListensIsReported() {
    server.close();
    assertReason(Reason.UNREACHABLE).message().doesNotContain("hf_t");
    assertThat(waits).hasSize(Retries.LIMIT - 1);
  }

  @Test
  void endlessRedirectsAndStrangeTargetsAreRefused() {
    for (String location :
        List.of("/loop", "file:///etc/passwd", "", "ftp://x/y", "http://", "http:// bad")) {
      server.fault =
          exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            FakeHub.send(exchange, 302, "");
            return true;
          };
      assertReason(Reason.UNREACHABLE);
    }
    assertThat(waits).isEmpty();
  }

  @Test
  void anAnswerThatIsNoListIsReported() {
    server.fault =
        exchange -> {
          FakeHub.send(exchange, 200, "<html>log in</html>");
          return true;
        };
    assertReason(Reason.UNREACHABLE);
    server.fault =
        exchange -> {
          FakeHub.send(exchange, 200, "[]");
          return true;
        };
    assertReason(Reason.UNREACHABLE);
  }

  @Test
  void aFileWithoutAHashIsRefused() {
    server.fault =
        exchange -> {
          if (!exchange.getRequestURI().getPath().startsWith("/api/")) {
            return false;
          }
          FakeHub.send(
              exchange,
              200,
              "{\"sha\":\"%s\",\"siblings\":[{\"rfilename\":\"config.json\",\"size\":1,\"blobId\":\"../../x\"}]}"
                  .formatted(FakeHub.COMMIT));
          return true;
        };
    assertReason(Reason.CORRUPT);
  }

  @Test
  void aRangeAnswerForAnotherPlaceIsNotUsed() throws IOException {
    Path blobs = Files.createDirectories(cache.resolve("models--Qwen--tiny/blobs"));
    Files.write(
        blobs.resolve(FakeHub.sha256(weights()) + ".part"),
        java.util.Arrays.copyOf(weights(), 200_000));
    AtomicInteger calls = new AtomicInteger();
    server.fault =
        exchange -> {
          if (!fromStore(exchange) || calls.incrementAndGet() > 1) {
            return false;
          }
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-299999/300000");
          FakeHub.send(exchange, 206, "x");
          return true;
        };
    assertThat(pull().resolve("model.safetensors")).hasBinaryContent(weights());
  }

  private void failFirst(int count, int status, String retryAfter) {
    AtomicInteger calls = new AtomicInteger();
    server.fault =
        exchange -> {
          if (calls.incrementAndGet() > count) {
            return false;
          }
          if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
          }
          FakeHub.send(exchange, status, "no");
          return true;
        };
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertReason(
      Reason reason) {
    Throwable failure = catchThrowable(this::pull);
    assertThat(failure).isInstanceOf(HubException.class);
    assertThat(((HubException) failure).reason()).isEqualTo(reason);
    return assertThat(failure);
  }
}
