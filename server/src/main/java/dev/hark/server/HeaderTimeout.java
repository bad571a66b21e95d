package dev.hark.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * Closes connections whose headers take too long. Jetty's own timeout starts anew with each byte,
 * so that a byte now and then would hold a connection for ever.
 */
final class HeaderTimeout implements Connection.Listener, AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(250);

  private final long longestNanos;
  private final Map<Connection, Header> connections = new ConcurrentHashMap<>();
  private final Thread thread;

  private record Header(long bytesBefore, long sinceNanos) {}

  HeaderTimeout(Duration longest) {
    this.longestNanos = longest.toNanos();
    this.thread = Thread.ofVirtual().name("hark-header-timeout").start(this::watch);
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof ConnectionMetaData) {
      connections.put(connection, new Header(0, System.nanoTime()));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        connections.replaceAll(this::look);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Header look(Connection connection, Header header) {
    long now = System.nanoTime();
    long bytes = connection.getBytesIn();
    boolean busy = connection.getMessagesIn() > connection.getMessagesOut();
    if (busy || bytes == header.bytesBefore()) {
      return new Header(bytes, now);
    }
    if (now - header.sinceNanos() > longestNanos) {
      connection.getEndPoint().close();
    }
    return header;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
