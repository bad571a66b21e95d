package dev.hark.engine.align;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Golden vectors, read from the folder that the build names. */
final class GoldenLines {
  private static final JsonMapper JSON = new JsonMapper();

  private GoldenLines() {}

  static Path path(String name) {
    return Path.of(System.getProperty("hark.golden"), name);
  }

  static List<JsonNode> read(String name) {
    try (var lines = Files.lines(path(name))) {
      return lines.map(JSON::readTree).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static int[] ints(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::intValue).toArray();
  }

  static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).toList();
  }
}
