package dev.hark.studio;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.hark.model.GoldenModels;
import dev.hark.server.HarkServer;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.json.JsonMapper;

/** What all tests share: a real server with the tiny recogniser, and a browser. */
final class World implements AutoCloseable {
  static final Path JFK = GoldenModels.golden("clips/jfk.wav");

  /** Long for a busy machine; nothing waits longer than it has to. */
  static final double PATIENCE_MS = 30_000;

  private final HarkServer server;
  private final Chromium chromium = Chromium.hearing(JFK);

  private World() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    ServerConfig config =
        ServerConfig.create()
            .with(Setting.PORT, "0")
            .with(Setting.MODEL, "tiny=" + GoldenModels.ASR)
            .with(Setting.THREADS, "1")
            .with(Setting.CACHE_DIR, folder("studio-cache"))
            .with(Setting.TEMP_DIR, folder("studio-temp"))
            .with(Setting.JOBS_DIR, folder("studio-jobs"));
    this.server = HarkServer.start(config, Path::of);
    server.warmUp();
  }

  /** Gives tests the one world, which ends with the last of them. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == World.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(World.class, key -> open(), World.class);
    }
  }

  static World open() {
    return new World();
  }

  /** The studio in a fresh window of usual size. */
  Studio studio() {
    return Studio.open(chromium.browser(), server.uri(), View.DESKTOP);
  }

  /** The studio as this view shows it. */
  Studio studio(View view) {
    return Studio.open(chromium.browser(), server.uri(), view);
  }

  /** Names of the files of all jobs. */
  List<String> jobNames() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(server.uri().resolve("/v1/jobs")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return new JsonMapper()
          .readTree(body)
          .get("data")
          .valueStream()
          .map(job -> job.get("file_name").stringValue())
          .toList();
    }
  }

  /** A file that is no recording. */
  Path notes() {
    return GoldenModels.golden("README.md");
  }

  private static String folder(String prefix) {
    try {
      return Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), prefix)
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    chromium.close();
    server.close();
  }
}
