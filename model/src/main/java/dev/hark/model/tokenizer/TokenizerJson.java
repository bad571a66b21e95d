package dev.hark.model.tokenizer;

import dev.hark.model.ModelException;
import dev.hark.model.json.JsonFile;
import dev.hark.model.json.JsonObject;
import dev.hark.model.tokenizer.TokenizerFiles.Merge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads tokenizer.json, and the vocabulary of vocab.json. Vocabulary and merges are walked token by
 * token: a tree of 300,000 nodes would take longer than all the rest of opening a tokenizer.
 */
final class TokenizerJson {
  private final String where;
  private final JsonParser parser;
  private Map<String, Integer> vocabulary = Map.of();
  private List<Merge> merges = List.of();

  private TokenizerJson(String where, JsonParser parser) {
    this.where = where;
    this.parser = parser;
  }

  /** The vocabulary of a vocab.json. */
  static Map<String, Integer> vocabulary(String where, byte[] file) {
    try (JsonParser parser = JsonFile.parser(JsonFile.text(where, file))) {
      TokenizerJson reader = new TokenizerJson(where, parser);
      parser.nextToken();
      Map<String, Integer> vocabulary = reader.readVocabulary("the file");
      reader.requireEnd();
      return vocabulary;
    } catch (JacksonException e) {
      throw JsonFile.broken(where, e);
    }
  }

  /** A whole tokenizer.json. */
  static TokenizerFiles parse(String where, byte[] file) {
    try (JsonParser parser = JsonFile.parser(JsonFile.text(where, file))) {
      return new TokenizerJson(where, parser).read();
    } catch (JacksonException e) {
      throw JsonFile.broken(where, e);
    }
  }

  private TokenizerFiles read() {
    parser.nextToken();
    requireToken(JsonToken.START_OBJECT, "the file", "an object");
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      rest.set(key, key.equals("model") ? readModel() : JsonFile.tree(parser));
    }
    requireEnd();
    JsonObject top = new JsonObject(where, "", rest);
    checkKind(top);
    List<AddedToken> added = new ArrayList<>();
    for (JsonObject token : top.objects("added_tokens")) {
      int id = token.integer("id").orElseThrow(() -> token.missing("a token id", "id"));
      added.add(AddedToken.parse(id, token));
    }
    return new TokenizerFiles(where, vocabulary, merges, added);
  }

  private ObjectNode readModel() {
    requireToken(JsonToken.START_OBJECT, "model", "an object");
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "vocab" -> vocabulary = readVocabulary("model.vocab");
        case "merges" -> merges = readMerges();
        default -> rest.set(key, JsonFile.tree(parser));
      }
    }
    return rest;
  }

  private Map<String, Integer> readVocabulary(String name) {
    requireToken(JsonToken.START_OBJECT, name, "an object");
    Map<String, Integer> ids = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String token = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() != JsonParser.NumberType.INT) {
        throw new ModelException(
            "%s: token \"%s\" has no id, wanted a whole number of at most 32 bits"
                .formatted(where, token));
      }
      ids.put(token, parser.getIntValue());
    }
    return ids;
  }

  private List<Merge> readMerges() {
    requireToken(JsonToken.START_ARRAY, "model.merges", "a list");
    List<Merge> read = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        read.add(Merge.parse(where, parser.getString()));
      } else {
        requireToken(JsonToken.START_ARRAY, "model.merges", "\"a b\" or [\"a\", \"b\"]");
        String left = nextMerged();
        read.add(new Merge(left, nextMerged()));
        parser.nextToken();
        requireToken(JsonToken.END_ARRAY, "model.merges", "lists of two tokens");
      }
    }
    return read;
  }

  private String nextMerged() {
    parser.nextToken();
    requireToken(JsonToken.VALUE_STRING, "model.merges", "lists of two tokens");
    return parser.getString();
  }

  private void requireToken(JsonToken token, String name, String wanted) {
    if (parser.currentToken() != token) {
      throw new ModelException(
          "%s: %s holds %s, wanted %s".formatted(where, name, parser.currentToken(), wanted));
    }
  }

  private void requireEnd() {
    if (parser.nextToken() != null) {
      throw new ModelException(
          "%s goes on after its JSON object; download the file again".formatted(where));
    }
  }

  private static void checkKind(JsonObject top) {
    JsonObject model = top.requiredObject("model");
    require(model, "type", "BPE", model.text("type").orElse("nothing"));
    if (model.flag("byte_fallback", false) || model.flag("ignore_merges", false)) {
      throw new ModelException(
          "%s: byte_fallback and ignore_merges are not supported".formatted(top.where()));
    }
    JsonObject normalizer = top.requiredObject("normalizer");
    require(normalizer, "type", "NFC", normalizer.text("type").orElse("nothing"));
    require(top, "pre_tokenizer", PreTokenizer.PATTERN, pattern(top));
  }

  /** The pattern of the one Split step; the byte-level step behind it must not split again. */
  private static String pattern(JsonObject top) {
    JsonObject steps = top.requiredObject("pre_tokenizer");
    String pattern = "nothing";
    for (JsonObject step : steps.objects("pretokenizers")) {
      String type = step.text("type").orElse("");
      if (type.equals("Split") && pattern.equals("nothing")) {
        pattern = step.requiredObject("pattern").text("Regex").orElse("another pattern");
      } else if (!type.equals("ByteLevel")
          || step.flag("use_regex", true)
          || step.flag("add_prefix_space", true)) {
        return "a step of type " + type;
      }
    }
    return pattern;
  }

  private static void require(JsonObject at, String key, String wanted, String found) {
    if (!found.equals(wanted)) {
      throw new ModelException(
          "%s: %s%s is %s, only %s is supported"
              .formatted(at.where(), at.path(), key, found, wanted));
    }
  }
}
