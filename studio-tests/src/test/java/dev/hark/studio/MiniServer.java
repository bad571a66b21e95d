package dev.hark.studio;

import dev.hark.mini.HarkMini;
import dev.hark.server.HarkServer;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import java.net.URI;
import java.nio.file.Path;

/** A real server with the built-in model. */
final class MiniServer implements AutoCloseable {
  private static final Path SAMPLES =
      Path.of(System.getProperty("hark.golden")).resolveSibling("samples");

  private final HarkServer server;

  private MiniServer(HarkServer server) {
    this.server = server;
  }

  /** Starts one that keeps everything in a folder. */
  static MiniServer start(Path folder) {
    Path cache = folder.resolve("cache");
    HarkServer server =
        HarkServer.start(
            ServerConfig.create()
                .with(Setting.PORT, "0")
                .with(Setting.MODEL, HarkMini.NAME)
                .with(Setting.THREADS, "1")
                .with(Setting.CACHE_DIR, cache.toString())
                .with(Setting.TEMP_DIR, folder.toString())
                .with(Setting.JOBS_DIR, folder.resolve("jobs").toString()),
            name -> HarkMini.folder(cache));
    server.warmUp();
    return new MiniServer(server);
  }

  /** A recording of the project's samples. */
  static Path sample(String name) {
    return SAMPLES.resolve(name);
  }

  URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }
}
