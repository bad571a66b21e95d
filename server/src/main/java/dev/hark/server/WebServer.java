package dev.hark.server;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.AccessLog;
import dev.hark.server.http.Router;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Javalin and its Jetty as they are set up here: virtual threads, HTTP/1.1, nothing disclosed. */
final class WebServer implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 16 << 10;

  private final Javalin javalin;
  private final HeaderTimeout headerTimeout;

  private WebServer(Javalin javalin, HeaderTimeout headerTimeout) {
    this.javalin = javalin;
    this.headerTimeout = headerTimeout;
  }

  static WebServer create(ServerConfig config, Router router, AccessLog log) {
    HeaderTimeout headerTimeout = new HeaderTimeout(config.duration(Setting.HEADER_TIMEOUT));
    Javalin javalin =
        Javalin.create(j -> {
          j.concurrency.useVirtualThreads = true;
          j.startup.showJavalinBanner = false;
          j.startup.showOldJavalinVersionWarning = false;
          j.startup.startupWatcherEnabled = false;
          j.http.compressionStrategy = CompressionStrategy.NONE;
          j.http.prefer405over404 = true;
          j.requestLogger.http(log);
          j.jetty.modifyHttpConfiguration(WebServer::secure);
          j.jetty.addConnector((server, http) -> connector(server, http, config, headerTimeout));
          router.install(j.routes);
        });
    return new WebServer(javalin, headerTimeout);
  }

  private static void secure(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
  }

  private static Connector connector(
      Server server, HttpConfiguration http, ServerConfig config, HeaderTimeout headerTimeout) {
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(config.text(Setting.HOST));
    connector.setPort(config.number(Setting.PORT));
    connector.setIdleTimeout(config.duration(Setting.IDLE_TIMEOUT).toMillis());
    connector.addBean(headerTimeout);
    return connector;
  }

  void start() {
    javalin.start();
  }

  int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    headerTimeout.close();
    javalin.stop();
  }
}
