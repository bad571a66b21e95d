package dev.hark.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads golden JSON files. */
@SuppressWarnings("exports") // a public class of a test is no part of the module
public final class GoldenJson {
  private static final JsonMapper JSON = new JsonMapper();

  private GoldenJson() {}

  /** A file that holds one value. */
  public static JsonNode read(String file) {
    return JSON.readTree(GoldenModels.golden(file));
  }

  /** A file with one value a line. */
  public static List<JsonNode> lines(String file) {
    try (Stream<String> lines = Files.lines(GoldenModels.golden(file))) {
      return lines.filter(line -> !line.isBlank()).map(JSON::readTree).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static int[] ints(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::intValue).toArray();
  }

  public static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).toList();
  }

  /** A string, or nothing where the value is null or absent. */
  public static Optional<String> string(JsonNode object, String key) {
    return object.hasNonNull(key) ? Optional.of(object.get(key).stringValue()) : Optional.empty();
  }
}
