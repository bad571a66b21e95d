package dev.hark.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A multipart form, written part by part as clients do. */
final class Form {
  static final String BOUNDARY = "----hark-test";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  static Form of(Path file) {
    return new Form().file("file", "audio.wav", file).field("model", "tiny");
  }

  Form field(String name, String value) {
    return raw("Content-Disposition: form-data; name=\"%s\"\r\n".formatted(name), bytes(value));
  }

  Form file(String name, String fileName, Path content) {
    return raw(
        "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n"
            .formatted(name, fileName),
        read(content));
  }

  Form raw(String headers, byte[] content) {
    body.writeBytes(bytes("--%s\r\n%s\r\n".formatted(BOUNDARY, headers)));
    body.writeBytes(content);
    body.writeBytes(bytes("\r\n"));
    return this;
  }

  byte[] toBytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(body.toByteArray());
    all.writeBytes(bytes("--" + BOUNDARY + "--\r\n"));
    return all.toByteArray();
  }

  HttpRequest.Builder post(HttpRequest.Builder request) {
    return request
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(HttpRequest.BodyPublishers.ofByteArray(toBytes()));
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
