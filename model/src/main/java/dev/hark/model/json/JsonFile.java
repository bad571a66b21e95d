package dev.hark.model.json;

import dev.hark.model.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Strict JSON: valid UTF-8, no duplicate keys, one value and nothing after it, bounded nesting.
 * Whatever is wrong becomes a {@link ModelException} that names the file.
 */
public final class JsonFile {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // The keys are token and tensor names: a shared table of them would only grow.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private JsonFile() {}

  /** The bytes of a file that must not be larger than a limit. */
  public static byte[] bytes(Path file, long maxBytes) {
    try {
      long size = Files.size(file);
      if (size > maxBytes) {
        throw new ModelException(
            "%s has %d bytes, more than the %d such a file may have; is it the right file?"
                .formatted(file, size, maxBytes));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ModelException(
          "%s cannot be read (%s); check that the model folder is complete".formatted(file, e), e);
    }
  }

  /** Decodes UTF-8 and refuses malformed bytes. */
  public static String text(String where, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ModelException(where + " is not valid UTF-8; download the file again", e);
    }
  }

  /** Reads a file whose whole content is one JSON object. */
  public static JsonObject object(Path file, long maxBytes) {
    return object(file.toString(), bytes(file, maxBytes));
  }

  /** Parses bytes that are one JSON object. */
  public static JsonObject object(String where, byte[] bytes) {
    try (JsonParser parser = parser(text(where, bytes))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ModelException("%s does not hold a JSON object".formatted(where));
      }
      ObjectNode object = JsonTree.object(parser);
      if (parser.nextToken() != null) {
        throw new ModelException(
            "%s goes on after its JSON object; download the file again".formatted(where));
      }
      return new JsonObject(where, "", object);
    } catch (JacksonException e) {
      throw broken(where, e);
    }
  }

  /**
   * A parser of text that the caller walks token by token; its failures belong in {@link #broken}.
   */
  public static JsonParser parser(String text) {
    return FACTORY.createParser(ObjectReadContext.empty(), text);
  }

  /** The value that a parser stands at, as a tree. */
  public static JsonNode tree(JsonParser parser) {
    return JsonTree.read(parser);
  }

  /** The error of a text that is not acceptable JSON. */
  public static ModelException broken(String where, JacksonException cause) {
    TokenStreamLocation at = cause.getLocation();
    String place =
        at == null ? "" : ", line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    return new ModelException(
        "%s is not acceptable JSON (%s%s); download the file again"
            .formatted(where, oneLine(cause.getOriginalMessage()), place),
        cause);
  }

  private static String oneLine(String message) {
    String line = message.replaceAll("\\s+", " ").strip();
    return line.length() <= 200 ? line : line.substring(0, 200) + "...";
  }
}
