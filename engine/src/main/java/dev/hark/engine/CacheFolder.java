package dev.hark.engine;

import java.nio.file.Path;
import java.util.Map;

/** The user's folder for things that can be made again. */
final class CacheFolder {
  private CacheFolder() {}

  static Path standard() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** {@code HARK_CACHE}, else {@code hark} in {@code XDG_CACHE_HOME} or in {@code ~/.cache}. */
  static Path of(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault("HARK_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = xdg.isEmpty() ? home.resolve(".cache") : Path.of(xdg);
    return base.resolve("hark");
  }
}
