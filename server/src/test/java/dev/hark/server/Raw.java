package dev.hark.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which every byte is the test's own. */
final class Raw implements AutoCloseable {
  private final Socket socket;

  private Raw(Socket socket) {
    this.socket = socket;
  }

  static Raw connect(URI server) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    return new Raw(socket);
  }

  Raw send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  Raw send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Headers of a form of a known length. */
  Raw post(String path, long length) throws IOException {
    return post(path, length, "");
  }

  /** The same with the key of a caller. */
  Raw post(String path, long length, String key) throws IOException {
    return send(
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: multipart/form-data; boundary=%s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, key, Form.BOUNDARY, length));
  }

  /** Everything until the server closes the connection. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Text until a marker was read. */
  String until(String marker) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (text.indexOf(marker) < 0) {
      int next = in.read();
      if (next < 0) {
        return text.toString();
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** Closes with a reset instead of an end. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
