package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.GoldenModels;
import dev.hark.server.config.Setting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as real clients frame them, and as nobody should. */
@Timeout(60)
class UploadTest {
  private static final Path SHORT = GoldenModels.golden("clips/c01p0.wav");

  @Test
  void partsMayComeInAnyOrderAndWithoutFileName() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    String expected = Answers.ok(server.transcribe(Form.of(TestServer.JFK))).toString();
    byte[] audio = Form.read(TestServer.JFK);

    Form last = new Form().field("model", "tiny").file("file", "a.mp3", TestServer.JFK);
    Form unnamed =
        new Form()
            .raw(
                "Content-Disposition: form-data; name=\"file\"\r\nContent-Type: application/octet-stream\r\n",
                audio)
            .field("model", "tiny");
    Form bare =
        new Form()
            .field("model", "tiny")
            .raw("Content-Disposition: form-data; name=\"file\"\r\n", audio);

    for (Form form : List.of(last, unnamed, bare)) {
      assertThat(Answers.ok(server.transcribe(form)).toString()).isEqualTo(expected);
    }
  }

  @Test
  void chunkedBodyOfOneByteChunksIsRead() throws IOException {
    byte[] body = Form.of(SHORT).toBytes();
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (byte b : body) {
      chunks.writeBytes("1\r\n".getBytes(StandardCharsets.US_ASCII));
      chunks.write(b);
      chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    try (Raw raw = Raw.connect(SharedServer.get().uri("/"))) {
      raw.send(
              "POST /v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=%s\r\nTransfer-Encoding: chunked\r\n\r\n"
                  .formatted(Form.BOUNDARY))
          .send(chunks.toByteArray());

      assertThat(raw.rest()).startsWith("HTTP/1.1 200").contains("{\"text\":\"");
    }
  }

  @Test
  void offerToSpeakHttp2IsNotTakenAndNotMinded() throws IOException {
    byte[] body = Form.of(SHORT).toBytes();
    try (Raw raw = Raw.connect(SharedServer.get().uri("/"))) {
      raw.send(
              "POST /v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA\r\nContent-Type: multipart/form-data; boundary=%s\r\nContent-Length: %d\r\n\r\n"
                  .formatted(Form.BOUNDARY, body.length))
          .send(body);

      assertThat(raw.until("\"usage\"")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void tooLargeBodiesAreRefusedWithAndWithoutLength() throws IOException, InterruptedException {
    try (TestServer server =
        TestServer.start(TestServer.config().with(Setting.MAX_UPLOAD, "100KiB"))) {
      HttpResponse<String> known = server.transcribe(Form.of(TestServer.JFK));
      Answers.error(known, 413, "request_too_large", "");

      byte[] body = Form.of(TestServer.JFK).toBytes();
      HttpRequest chunked =
          server
              .request("/v1/audio/transcriptions")
              .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY)
              .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
              .build();
      Answers.error(server.send(chunked), 413, "request_too_large", "");
      assertThat(server.uploads()).isEmpty();
    }
  }

  @Test
  void uploadsAreDeletedWhateverHappens() throws IOException, InterruptedException {
    try (TestServer server = TestServer.start()) {
      server.transcribe(Form.of(SHORT));
      server.transcribe(Form.of(SHORT).field("temperature", "9"));
      server.transcribe(Form.of(SHORT).file("file", "again.wav", SHORT));
      server.transcribe(new Form().file("file", "a", SHORT).field("model", "none"));

      assertThat(server.uploads()).isEmpty();
    }
  }

  @Test
  void connectionIsKeptForTheNextRequest() throws IOException {
    byte[] body = Form.of(SHORT).toBytes();
    try (Raw raw = Raw.connect(SharedServer.get().uri("/"))) {
      for (int i = 0; i < 3; i++) {
        raw.post("/v1/audio/transcriptions", body.length).send(body);
        assertThat(raw.until("\"usage\"")).contains("HTTP/1.1 200");
        raw.until("}}");
      }
    }
  }

  @Test
  void slowHeadersAreCutOff() throws IOException, InterruptedException {
    try (TestServer server =
            TestServer.start(
                TestServer.config()
                    .with(Setting.HEADER_TIMEOUT, "500ms")
                    .with(Setting.IDLE_TIMEOUT, "5s"));
        Raw raw = Raw.connect(server.uri("/"))) {
      long start = System.nanoTime();
      boolean open = true;
      try {
        for (int i = 0; i < 100 && open; i++) {
          raw.send(i == 0 ? "GET / HTTP/1.1\r\nX: " : "a");
          Thread.sleep(50);
        }
      } catch (IOException e) {
        open = false;
      }
      assertThat(open).isFalse();
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/audio/transcriptions", "/v1/jobs", "/v1/chat/completions"})
  void bodyThatComesTooSlowlyIsEndedWith408(String path) throws Exception {
    try (TestServer server =
            TestServer.start(
                TestServer.config()
                    .with(Setting.MIN_UPLOAD_RATE, "1KiB")
                    .with(Setting.UPLOAD_PATIENCE, "400ms"));
        Raw raw = Raw.connect(server.uri("/"))) {
      byte[] body = Form.of(SHORT).toBytes();
      raw.post(path, body.length);
      Thread drip =
          Thread.startVirtualThread(() -> {
            try {
              for (byte b : body) {
                raw.send(new byte[] {b});
                Thread.sleep(20);
              }
            } catch (IOException | InterruptedException e) {
              Thread.currentThread().interrupt(); // refused, as wanted
            }
          });

      assertThat(raw.until("}}")).startsWith("HTTP/1.1 408").contains("upload_timeout");

      drip.interrupt();
      drip.join();
      server.awaitQuiet();
      assertThat(server.uploads()).isEmpty();
    }
  }

  @Test
  void silentBodyIsCutOffAndLeavesNothing() throws IOException, InterruptedException {
    try (TestServer server =
            TestServer.start(TestServer.config().with(Setting.IDLE_TIMEOUT, "300ms"));
        Raw raw = Raw.connect(server.uri("/"))) {
      byte[] body = Form.of(SHORT).toBytes();
      raw.post("/v1/audio/transcriptions", body.length);
      raw.send(Arrays.copyOf(body, 5000));

      String answer = raw.rest();

      assertThat(answer).doesNotContain("HTTP/1.1 200");
      server.awaitQuiet();
      assertThat(server.uploads()).isEmpty();
    }
  }
}
