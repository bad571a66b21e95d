package dev.hark.server;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** The folder of one server's uploads, which goes with it. */
final class TempFolder implements AutoCloseable {
  private final Path path;

  private TempFolder(Path path) {
    this.path = path;
  }

  static TempFolder create(ServerConfig config) {
    try {
      Optional<Path> parent = config.optional(Setting.TEMP_DIR).map(Path::of);
      return new TempFolder(
          parent.isPresent()
              ? Files.createTempDirectory(parent.get(), "hark-server")
              : Files.createTempDirectory("hark-server"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no folder for uploads can be made; name one with temp-dir", e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(TempFolder.class).warn("uploads in {} were not deleted", path, e);
    }
  }
}
