package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server in a process of its own, and signals. */
@Timeout(100)
class ServeProcessTest {
  private static final int CLIENTS = 16;

  @TempDir private Path folder;
  private Process process;
  private URI server;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException, InterruptedException {
    process =
        Cli.process(
                folder,
                Map.of(),
                "serve",
                "--model",
                "tiny=" + Cli.MODEL,
                "--port",
                "0",
                "--threads",
                "1",
                "--concurrency",
                "2",
                "--temp-dir",
                Files.createDirectory(folder.resolve("uploads")).toString(),
                "--jobs-dir",
                folder.resolve("jobs").toString())
            .start();
    Path out = folder.resolve("out");
    while (process.isAlive() && !Files.readString(out).contains("\n")) {
      Thread.sleep(20);
    }
    server = URI.create(Files.readString(out).strip());
    while (get("/health/ready").statusCode() != 200) {
      Thread.sleep(20);
    }
  }

  @AfterEach
  void end() {
    client.shutdownNow();
    process.destroyForcibly();
  }

  @Test
  void firstSignalLosesNoRequestThatIsIn() throws IOException, InterruptedException {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      answers.add(client.sendAsync(transcription(Files.readAllBytes(Cli.JFK)), text()));
    }
    // The first ones may be answered before the last ones are in.
    long open = open();
    while (open + answers.stream().filter(CompletableFuture::isDone).count() < CLIENTS) {
      Thread.sleep(10);
      open = open();
    }
    assertThat(open).as("requests that are open").isPositive();
    signal();

    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.join().statusCode()).isEqualTo(200);
      assertThat(answer.join().body()).contains(Cli.JFK_TEXT);
    }
    assertThat(Cli.await(process, folder).exit()).isZero();
  }

  @Test
  void secondSignalEndsTheProcessAtOnce() throws IOException, InterruptedException {
    byte[] twentyMinutes = Recordings.au(Recordings.clip("jfk"), 120);
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(transcription(twentyMinutes), text());
    while (open() < 1) {
      Thread.sleep(10);
    }
    signal();
    while (get("/health/ready").statusCode() != 503) {
      Thread.sleep(10);
    }
    assertThat(process.isAlive()).isTrue();
    signal();

    assertThat(Cli.await(process, folder).exit()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(answer).failsWithin(Duration.ofSeconds(20));
  }

  private void signal() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
  }

  /** Requests that are in and not answered yet. */
  private long open() throws IOException, InterruptedException {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("hark_requests_open "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(server.resolve(path)).build(), text());
  }

  private static HttpResponse.BodyHandler<String> text() {
    return HttpResponse.BodyHandlers.ofString();
  }

  private HttpRequest transcription(byte[] recording) {
    byte[] head =
        """
        --b\r
        Content-Disposition: form-data; name="model"\r
        \r
        tiny\r
        --b\r
        Content-Disposition: form-data; name="file"; filename="talk"\r
        \r
        """
            .getBytes(StandardCharsets.US_ASCII);
    byte[] tail = "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII);
    return HttpRequest.newBuilder(server.resolve("/v1/audio/transcriptions"))
        .header("Content-Type", "multipart/form-data; boundary=b")
        .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, recording, tail)))
        .build();
  }
}
