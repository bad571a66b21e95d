package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.GoldenModels;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real server on a free port with the tiny models, and a client of it. */
final class TestServer implements AutoCloseable {
  static final Path JFK = GoldenModels.golden("clips/jfk.wav");

  /** Compiled models, shared by all tests of a run. */
  static final Path CACHE = folder("server-cache");

  private final HarkServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path temp;
  private String key = "";

  private TestServer(HarkServer server, Path temp) {
    this.server = server;
    this.temp = temp;
  }

  static ServerConfig config() {
    return ServerConfig.create()
        .with(Setting.PORT, "0")
        .with(Setting.MODEL, "tiny=" + GoldenModels.ASR)
        .with(Setting.THREADS, "1")
        .with(Setting.CACHE_DIR, CACHE.toString())
        .with(Setting.TEMP_DIR, folder("server-temp").toString())
        .with(Setting.JOBS_DIR, folder("server-jobs").toString());
  }

  static TestServer start() {
    return start(config());
  }

  static TestServer start(ServerConfig config) {
    return new TestServer(
        HarkServer.start(config, Path::of), Path.of(config.text(Setting.TEMP_DIR)));
  }

  /** A file with one key, and the key. */
  static Map.Entry<Path, String> keys() throws IOException {
    Path file = folder("server-keys").resolve("keys");
    return Map.entry(file, ApiKeys.create("tester", file));
  }

  static Path folder(String prefix) {
    try {
      return Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), prefix);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same server, called with a key from now on. */
  TestServer withKey(String apiKey) {
    key = apiKey;
    return this;
  }

  HarkServer server() {
    return server;
  }

  /** Files that are kept for requests. */
  List<Path> uploads() throws IOException {
    try (Stream<Path> files = Files.walk(temp)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Waits until nobody is served. */
  void awaitQuiet() throws InterruptedException {
    assertThat(server.admission().awaitEmpty(Duration.ofSeconds(10))).isTrue();
  }

  URI uri(String path) {
    return server.uri().resolve(path);
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<byte[]> sendForBytes(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  /** Sends a form to the transcriptions. */
  HttpResponse<String> transcribe(Form form) throws IOException, InterruptedException {
    return send(form.post(request("/v1/audio/transcriptions")).build());
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
