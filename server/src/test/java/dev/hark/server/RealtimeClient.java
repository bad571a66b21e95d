package dev.hark.server;

import dev.hark.server.http.Json;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A client of the realtime API on a real connection. */
final class RealtimeClient implements AutoCloseable {
  private static final long WAIT_SECONDS = 30;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();
  private final CompletableFuture<String> reason = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;

  private RealtimeClient() {}

  static RealtimeClient open(TestServer server) {
    return open(server, "/v1/realtime?intent=transcription");
  }

  static RealtimeClient open(TestServer server, String path) {
    RealtimeClient client = new RealtimeClient();
    URI uri = URI.create(server.uri(path).toString().replace("http:", "ws:"));
    client.socket = client.http.newWebSocketBuilder().buildAsync(uri, client.new Listener()).join();
    return client;
  }

  /** What the server answers to an upgrade with further headers, up to the end of its head. */
  static String upgrade(TestServer server, String headers) throws IOException {
    URI uri = server.server().uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String request =
          "GET /v1/realtime?intent=transcription HTTP/1.1\r\nHost: %s:%d\r\nConnection: Upgrade\r\n"
                  .formatted(uri.getHost(), uri.getPort())
              + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + headers
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder head = new StringBuilder();
      for (int c; !head.toString().endsWith("\r\n\r\n"); head.append((char) c)) {
        c = socket.getInputStream().read();
        if (c < 0) {
          break;
        }
      }
      return head.toString();
    }
  }

  void send(String message) {
    socket.sendText(message, true).join();
  }

  void sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  void sendFragments(String message, int length) {
    for (int from = 0; from < message.length(); from += length) {
      int to = Math.min(message.length(), from + length);
      socket.sendText(message.substring(from, to), to == message.length()).join();
    }
  }

  /** Changes settings of the input. */
  void update(String... input) {
    sendSession("\"audio\":{\"input\":{%s}}".formatted(String.join(",", input)));
  }

  void sendSession(String settings) {
    send(
        "{\"type\":\"session.update\",\"session\":{\"type\":\"transcription\",%s}}"
            .formatted(settings));
  }

  void append(byte[] audio) {
    for (int from = 0; from < audio.length; from += 600_000) {
      byte[] part = Arrays.copyOfRange(audio, from, Math.min(audio.length, from + 600_000));
      send(
          "{\"type\":\"input_audio_buffer.append\",\"audio\":\"%s\"}"
              .formatted(Base64.getEncoder().encodeToString(part)));
    }
  }

  /** Portions of any size, which may end within a sample. */
  void appendInPortions(byte[] audio, Random random) {
    for (int from = 0; from < audio.length; ) {
      int to = Math.min(audio.length, from + random.nextInt(1, 20_000));
      append(Arrays.copyOfRange(audio, from, to));
      from = to;
    }
  }

  void commit() {
    send("{\"type\":\"input_audio_buffer.commit\"}");
  }

  /** The next event of a type; those before it are skipped, but for errors. */
  JsonNode next(String type) throws InterruptedException {
    return until(type, 1).getLast();
  }

  /** All events up to the n-th of a type. */
  List<JsonNode> until(String type, int count) throws InterruptedException {
    List<JsonNode> seen = new ArrayList<>();
    int found = 0;
    while (found < count) {
      JsonNode event = events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no %s after %s".formatted(type, seen));
      }
      seen.add(event);
      String is = event.get("type").stringValue();
      if (is.equals(type)) {
        found++;
      } else if (is.equals("error")) {
        throw new AssertionError("wanted %s, got %s".formatted(type, event));
      }
    }
    return seen;
  }

  int closeCode() {
    return code.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  String closeReason() {
    return reason.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Breaks the connection off. */
  void abort() {
    socket.abort();
    http.shutdownNow();
  }

  @Override
  public void close() {
    abort();
  }

  private final class Listener implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        events.add(Json.parse(partial.toString().getBytes(StandardCharsets.UTF_8)));
        partial.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String why) {
      code.complete(status);
      reason.complete(why);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      code.completeExceptionally(failure);
      reason.completeExceptionally(failure);
    }
  }
}
