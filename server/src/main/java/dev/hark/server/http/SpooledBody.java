package dev.hark.server.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The body of a request in a file, which is deleted when it is closed. */
public record SpooledBody(Path file) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
