package dev.hark.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads golden vectors: values that the reference implementation computed. */
final class Golden {
  private static final Path ROOT = Path.of(System.getProperty("hark.golden"));

  private Golden() {}

  static Path file(String path) {
    return ROOT.resolve(path);
  }

  static JsonNode json(String path) {
    return new ObjectMapper().readTree(file(path).toFile());
  }

  /** The array that an entry of an index in {@code folder} describes. */
  static float[] array(String folder, JsonNode entry) {
    try {
      byte[] all = Files.readAllBytes(file(folder).resolve(entry.get("file").asString()));
      float[] values = new float[entry.get("bytes").asInt() / Float.BYTES];
      ByteBuffer.wrap(all)
          .order(ByteOrder.LITTLE_ENDIAN)
          .position(entry.get("offset").asInt())
          .asFloatBuffer()
          .get(values);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
