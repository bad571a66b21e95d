package dev.hark.server;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.Router;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import org.eclipse.jetty.server.HttpConfiguration;

/** How Javalin and its Jetty are set up: virtual threads, nothing compressed, nothing disclosed. */
final class WebServer {
  private static final int MAX_HEADER_BYTES = 16 << 10;

  private WebServer() {}

  static Javalin create(ServerConfig config, Router router) {
    return Javalin.create(javalin -> {
      javalin.concurrency.useVirtualThreads = true;
      javalin.startup.showJavalinBanner = false;
      javalin.startup.showOldJavalinVersionWarning = false;
      javalin.http.compressionStrategy = CompressionStrategy.NONE;
      javalin.http.prefer405over404 = true;
      javalin.jetty.modifyHttpConfiguration(http -> secure(http, config));
      router.install(javalin.routes);
    });
  }

  private static void secure(HttpConfiguration http, ServerConfig config) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.setIdleTimeout(config.duration(Setting.IDLE_TIMEOUT).toMillis());
  }
}
