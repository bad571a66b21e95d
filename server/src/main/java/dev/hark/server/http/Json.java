package dev.hark.server.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON of requests, read strictly, and of answers. */
public final class Json {
  private static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The text in one line. */
  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /**
   * The value that {@code json} is.
   *
   * @throws ApiException 400 if it is no JSON
   */
  public static JsonNode parse(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw ApiException.of(400, "invalid_json", "the body is no JSON: " + e.getOriginalMessage());
    }
  }

  /**
   * The object that a file of JSON holds.
   *
   * @throws ApiException 400 if it is none
   */
  public static JsonNode parseObject(Path file) {
    try {
      JsonNode node = MAPPER.readTree(file);
      if (node.isObject()) {
        return node;
      }
      throw ApiException.of(400, "invalid_json", "the body is no JSON object");
    } catch (JacksonException e) {
      throw ApiException.of(400, "invalid_json", "the body is no JSON: " + e.getOriginalMessage());
    }
  }

  /** Answers with JSON. */
  public static void write(Context context, JsonNode node) {
    context.contentType("application/json").result(text(node).getBytes(StandardCharsets.UTF_8));
  }
}
