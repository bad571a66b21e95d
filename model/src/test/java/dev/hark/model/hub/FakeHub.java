package dev.hark.model.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A hub on the loopback interface that behaves like Hugging Face and ModelScope: lists with hashes,
 * redirects large files to a second port, answers ranges, and fails in the ways it is told to.
 */
final class FakeHub implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final int LARGE_BYTES = 1000;

  /** What a handler does instead of, or before, the usual answer. */
  @FunctionalInterface
  interface Fault {
    /** Whether it answered, so that nothing else is sent. */
    boolean handle(HttpExchange exchange) throws IOException;
  }

  /** A request as it arrived. */
  record Request(String server, String method, String path, Map<String, String> headers) {}

  final Map<String, byte[]> files = new TreeMap<>();
  final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger bytesSent = new AtomicInteger();
  String sha = COMMIT;
  boolean listsHashes = true;
  volatile Fault fault = exchange -> false;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer hub = start("hub");
  private final HttpServer store = start("store");

  FakeHub() {
    files.put("config.json", "{\"model_type\": \"qwen3_asr\"}".getBytes(StandardCharsets.UTF_8));
    files.put("tokenizer.json", "{}".getBytes(StandardCharsets.UTF_8));
    files.put("model.safetensors", content(300_000, 1));
    files.put("README.md", "not needed".getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes that look random but are the same each time. */
  static byte[] content(int length, long seed) {
    byte[] bytes = new byte[length];
    new java.util.Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** The content of a file it has. */
  byte[] file(String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
  }

  URI storeAddress() {
    return URI.create("http://127.0.0.1:" + store.getAddress().getPort());
  }

  private HttpServer start(String name) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", exchange -> answer(name, exchange));
      server.setExecutor(threads);
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException("no loopback server", e);
    }
  }

  private void answer(String server, HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      requests.add(new Request(server, exchange.getRequestMethod(), path, headers));
      if (fault.handle(exchange)) {
        return;
      }
      String name = path.substring(path.lastIndexOf('/') + 1);
      byte[] file = files.get(name);
      if (path.startsWith("/api/v1/models/")) {
        send(exchange, 200, modelScopeList());
      } else if (path.startsWith("/api/models/")) {
        send(exchange, 200, huggingFaceList());
      } else if (file == null) {
        exchange.getResponseHeaders().set("X-Error-Code", "EntryNotFound");
        send(exchange, 404, "no such file");
      } else if (server.equals("hub") && file.length > LARGE_BYTES) {
        exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + sha256(file) + "\"");
        exchange.getResponseHeaders().set("X-Linked-Size", Integer.toString(file.length));
        exchange.getResponseHeaders().set("ETag", "\"" + gitBlob(file) + "\"");
        exchange.getResponseHeaders().set("Location", storeAddress() + "/blob/" + name);
        send(exchange, 302, "moved");
      } else {
        String etag = server.equals("hub") ? gitBlob(file) : "store-" + sha256(file).substring(40);
        sendFile(exchange, file, "\"" + etag + "\"", file.length);
      }
    }
  }

  /** Sends {@code file} as asked for, but closes the connection after {@code limit} bytes of it. */
  void sendFile(HttpExchange exchange, byte[] file, String etag, int limit) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    int from = 0;
    if (range != null && (ifRange == null || ifRange.equals(etag))) {
      from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    }
    exchange.getResponseHeaders().set("ETag", etag);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, file.length - 1, file.length));
    }
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(file.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, head ? -1 : file.length - from);
    if (!head) {
      OutputStream out = exchange.getResponseBody();
      int sent = Math.min(limit, file.length - from);
      out.write(file, from, sent);
      out.flush();
      bytesSent.addAndGet(sent);
    }
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private String huggingFaceList() {
    return files.entrySet().stream()
        .map(file -> {
          String name = file.getKey().replace("\\", "\\\\");
          if (!listsHashes) {
            return "{\"rfilename\":\"%s\"}".formatted(name);
          }
          byte[] content = file.getValue();
          String lfs =
              content.length > LARGE_BYTES
                  ? ",\"lfs\":{\"sha256\":\"%s\",\"size\":%d}"
                      .formatted(sha256(content), content.length)
                  : "";
          return "{\"rfilename\":\"%s\",\"size\":%d,\"blobId\":\"%s\"%s}"
              .formatted(name, content.length, gitBlob(content), lfs);
        })
        .collect(
            Collectors.joining(
                ",", "{\"id\":\"Qwen/tiny\",\"sha\":\"" + sha + "\",\"siblings\":[", "]}"));
  }

  private String modelScopeList() {
    return files.entrySet().stream()
        .map(file ->
            "{\"Path\":\"%s\",\"Type\":\"blob\",\"Size\":%d,\"Sha256\":\"%s\"}"
                .formatted(file.getKey(), file.getValue().length, sha256(file.getValue())))
        .collect(
            Collectors.joining(",", "{\"Code\":200,\"Success\":true,\"Data\":{\"Files\":[", "]}}"));
  }

  static String sha256(byte[] content) {
    return hex("SHA-256", content);
  }

  static String gitBlob(byte[] content) {
    byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + content.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return hex("SHA-1", all);
  }

  private static String hex(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    store.stop(0);
    threads.shutdownNow();
  }
}
