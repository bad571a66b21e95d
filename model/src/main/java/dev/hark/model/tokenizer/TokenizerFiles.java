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
 * @param vocabulary ids of the tokens, which are in the byte alphabet
 * @param merges in the order of their ranks
 */
record TokenizerFiles(
    String where,
    Map<String, Integer> vocabulary,
    List<Merge> merges,
    List<AddedToken> addedTokens) {
  private static final long LARGEST = 128 << 20;

  /** Two tokens that become one. */
  record Merge(String left, String right) {
    /** A merge written with one blank between the tokens. */
    static Merge parse(String where, String line) {
      int space = line.indexOf(' ');
      if (space <= 0 || space == line.length() - 1 || line.indexOf(' ', space + 1) >= 0) {
        throw new ModelException(
            "%s: merge \"%s\" is not two tokens and one blank between them"
                .formatted(where, line.length() <= 80 ? line : line.substring(0, 80) + "..."));
      }
      return new Merge(line.substring(0, space), line.substring(space + 1));
    }
  }

  static TokenizerFiles open(Path directory) {
    Path single = directory.resolve("tokenizer.json");
    if (Files.isRegularFile(single)) {
      return TokenizerJson.parse(single.toString(), JsonFile.bytes(single, LARGEST));
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
    return new TokenizerFiles(
        vocabulary.toString(),
        TokenizerJson.vocabulary(vocabulary.toString(), JsonFile.bytes(vocabulary, LARGEST)),
        merges(merges.toString(), JsonFile.bytes(merges, LARGEST)),
        addedTokens(JsonFile.object(config, LARGEST)));
  }

  /** The lines of merges.txt, of which the first may state a version. */
  static List<Merge> merges(String where, byte[] file) {
    String text = JsonFile.text(where, file);
    List<Merge> merges = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      end = end < 0 ? text.length() : end;
      if (end > at && text.charAt(end - 1) == '\r') {
        end--;
      }
      if (end > at && !(at == 0 && text.startsWith("#version"))) {
        merges.add(Merge.parse(where, text.substring(at, end)));
      }
      at = next;
    }
    return merges;
  }

  /** The added tokens of tokenizer_config.json. */
  static List<AddedToken> addedTokens(JsonObject config) {
    List<AddedToken> added = new ArrayList<>();
    Optional<JsonObject> decoder = config.object("added_tokens_decoder");
    if (decoder.isPresent()) {
      for (Map.Entry<String, JsonNode> entry : decoder.get().node().properties()) {
        if (!entry.getKey().matches("[0-9]{1,9}")) {
          throw new ModelException(
              "%s: \"%s\" in added_tokens_decoder is not a token id"
                  .formatted(config.where(), entry.getKey()));
        }
        int id = Integer.parseInt(entry.getKey());
        added.add(AddedToken.parse(id, decoder.get().requiredObject(entry.getKey())));
      }
    }
    return added;
  }
}
