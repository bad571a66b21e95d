package dev.hark.conformance;

import dev.hark.model.GoldenModels;
import dev.hark.server.HarkServer;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One running server with the tiny models and a key, for all clients. */
final class Server {
  static final Path JFK = GoldenModels.golden("clips/jfk.wav");
  static final String TEXT =
      "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country.";

  private static final Path FOLDER = folder();
  private static final Path KEYS = FOLDER.resolve("keys");

  /** The only key that the server knows. */
  static final String KEY = key();

  private Server() {}

  /** Started at its first use, when the class around it is ready for the threads of the server. */
  private static final class Running {
    static final HarkServer SERVER = start();
  }

  /** Address of the API, as clients are given it. */
  static String api() {
    return root() + "/v1";
  }

  static String root() {
    return Running.SERVER.uri().toString().replaceAll("/$", "");
  }

  private static HarkServer start() {
    HarkServer server =
        HarkServer.start(
            ServerConfig.create()
                .with(Setting.PORT, "0")
                .with(Setting.MODEL, "tiny=" + GoldenModels.ASR)
                .with(Setting.ALIGNER, "aligner=" + GoldenModels.ALIGNER)
                .with(Setting.THREADS, "1")
                .with(Setting.API_KEYS_FILE, KEYS.toString())
                .with(Setting.CACHE_DIR, FOLDER.resolve("cache").toString())
                .with(Setting.JOBS_DIR, FOLDER.resolve("jobs").toString()),
            Path::of);
    server.warmUp();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return server;
  }

  private static String key() {
    try {
      return ApiKeys.create("client", KEYS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory(
          Path.of(System.getProperty("java.io.tmpdir")), "conformance");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
