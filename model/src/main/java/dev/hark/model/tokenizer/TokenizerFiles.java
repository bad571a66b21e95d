package dev.hark.model.tokenizer;

import dev.hark.model.ModelException;
import dev.hark.model.json.JsonFile;
import dev.hark.model.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the tokenizer files of a model folder hold, in either form.
 *
 * @param where the file to blame for messages about the vocabulary
 * @param vocabulary tokens in the byte alphabet
 * @param merges in the order of their ranks
 */
record TokenizerFiles(
    String where, JsonObject vocabulary, List<Merge> merges, List<AddedToken> addedTokens) {
  private static final long LARGEST = 128 << 20;

  /** Two tokens that become one. */
  record Merge(String left, String right) {}

  static TokenizerFiles open(Path directory) {
    Path single = directory.resolve("tokenizer.json");
    if (Files.isRegularFile(single)) {
      return parse(JsonFile.object(single, LARGEST));
    }
    Path vocabulary = directory.resolve("vocab.json");
    Path merges = directory.resolve("merges.txt");
    Path config = directory.resolve("tokenizer_config.json");
    for (Path file : List.of(vocabulary, merges, config)) {
      if (!Files.isRegularFile(file)) {
        throw new ModelException(
            "%s has neither tokenizer.json nor %s; download the whole model"
                .formatted(directory, file.getFileName()));
      }
    }
    return parse(
        JsonFile.object(vocabulary, LARGEST),
        merges.toString(),
        JsonFile.text(merges.toString(), JsonFile.bytes(merges, LARGEST)),
        JsonFile.object(config, LARGEST));
  }

  /** The form of three files. */
  static TokenizerFiles parse(
      JsonObject vocabulary, String mergesFile, String merges, JsonObject config) {
    List<Merge> pairs = new ArrayList<>();
    boolean first = true;
    for (String line : merges.split("\r?\n", -1)) {
      if (!line.isEmpty() && !(first && line.startsWith("#version"))) {
        pairs.add(merge(mergesFile, line));
      }
      first = false;
    }
    return new TokenizerFiles(vocabulary.where(), vocabulary, pairs, addedTokens(config));
  }

  private static List<AddedToken> addedTokens(JsonObject config) {
    List<AddedToken> added = new ArrayList<>();
    Optional<JsonObject> decoder = config.object("added_tokens_decoder");
    if (decoder.isPresent()) {
      for (Map.Entry<String, JsonNode> entry : decoder.get().node().properties()) {
        if (!entry.getKey().matches("[0-9]{1,9}")) {
          throw new ModelException(
              "%s: \"%s\" in added_tokens_decoder is not a token id"
                  .formatted(config.where(), entry.getKey()));
        }
        added.add(
            addedToken(
                Integer.parseInt(entry.getKey()), decoder.get().requiredObject(entry.getKey())));
      }
    }
    return added;
  }

  /** The form of one file. */
  static TokenizerFiles parse(JsonObject file) {
    JsonObject model = file.requiredObject("model");
    require(model, "type", "BPE", model.text("type").orElse("nothing"));
    if (model.flag("byte_fallback", false) || model.flag("ignore_merges", false)) {
      throw new ModelException(
          "%s: byte_fallback and ignore_merges are not supported".formatted(file.where()));
    }
    JsonObject normalizer = file.requiredObject("normalizer");
    require(normalizer, "type", "NFC", normalizer.text("type").orElse("nothing"));
    require(file, "pre_tokenizer", PreTokenizer.PATTERN, pattern(file));
    return new TokenizerFiles(
        file.where(), model.requiredObject("vocab"), merges(file, model), addedList(file));
  }

  private static List<Merge> merges(JsonObject file, JsonObject model) {
    JsonNode list =
        model.find("merges").orElseThrow(() -> model.missing("a list of merges", "merges"));
    if (!list.isArray()) {
      throw model.odd(list, "a list of merges", "merges");
    }
    List<Merge> merges = new ArrayList<>(list.size());
    for (JsonNode merge : list) {
      if (merge.isString()) {
        merges.add(merge(file.where(), merge.stringValue()));
      } else if (merge.isArray()
          && merge.size() == 2
          && merge.get(0).isString()
          && merge.get(1).isString()) {
        merges.add(new Merge(merge.get(0).stringValue(), merge.get(1).stringValue()));
      } else {
        throw model.odd(merge, "\"a b\" or [\"a\", \"b\"]", "merges");
      }
    }
    return merges;
  }

  private static List<AddedToken> addedList(JsonObject file) {
    List<AddedToken> added = new ArrayList<>();
    for (JsonObject token : file.objects("added_tokens")) {
      int id = token.integer("id").orElseThrow(() -> token.missing("a token id", "id"));
      added.add(addedToken(id, token));
    }
    return added;
  }

  private static AddedToken addedToken(int id, JsonObject token) {
    String content = token.text("content").orElseThrow(() -> token.missing("a string", "content"));
    if (content.isEmpty()) {
      throw new ModelException("%s: added token %d is empty".formatted(token.where(), id));
    }
    for (String flag : List.of("lstrip", "rstrip", "single_word")) {
      if (token.flag(flag, false)) {
        throw new ModelException(
            "%s: added token %d has %s, which is not supported".formatted(token.where(), id, flag));
      }
    }
    return new AddedToken(id, content, token.flag("special", false));
  }

  /** The pattern of the one Split step; the byte-level step behind it must not split again. */
  private static String pattern(JsonObject file) {
    JsonObject steps = file.requiredObject("pre_tokenizer");
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

  private static Merge merge(String where, String line) {
    int space = line.indexOf(' ');
    if (space <= 0 || space == line.length() - 1 || line.indexOf(' ', space + 1) >= 0) {
      throw new ModelException(
          "%s: merge \"%s\" is not two tokens and one blank between them"
              .formatted(where, line.length() <= 80 ? line : line.substring(0, 80) + "..."));
    }
    return new Merge(line.substring(0, space), line.substring(space + 1));
  }
}
