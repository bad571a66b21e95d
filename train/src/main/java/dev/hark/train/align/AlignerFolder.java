package dev.hark.train.align;

import dev.hark.model.AsrConfig;
import dev.hark.model.ModelConfig;
import dev.hark.model.ModelException;
import dev.hark.model.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The folder that an aligner begins as: a recogniser's configuration and tokenizer, changed. */
public final class AlignerFolder {
  /** The token at which a time is named. */
  static final String SLOT = "<timestamp>";

  private static final List<String> TOKENIZER = List.of("vocab.json", "merges.txt");
  private static final int ROUND = 16;
  private static final JsonMapper JSON = new JsonMapper();

  private AlignerFolder() {}

  /**
   * Writes configuration and tokenizer of an aligner with the dimensions of a recogniser, in the
   * official layout and without weights. The recogniser's tokenizer gets {@code <timestamp>} behind
   * its last token, if it has none.
   *
   * @param classes number of times that can be told apart
   * @param millisPerClass from one to the next
   * @throws ModelException if the recogniser is not in the official layout
   */
  public static void write(Path recogniser, Path folder, int classes, int millisPerClass)
      throws IOException {
    if (!(ModelConfig.open(recogniser) instanceof AsrConfig)) {
      throw new ModelException(
          recogniser + " is neither a recogniser nor a forced aligner, wanted one of them");
    }
    ObjectNode config = object(recogniser.resolve("config.json"));
    if (!(config.get("thinker_config") instanceof ObjectNode thinker)
        || !(thinker.get("text_config") instanceof ObjectNode text)
        || !Files.isRegularFile(recogniser.resolve("vocab.json"))) {
      throw new ModelException(
          recogniser
              + " is not in the official layout, wanted thinker_config in config.json, and vocab.json");
    }
    Files.createDirectories(folder);
    int slot = writeTokenizer(recogniser, folder);
    int vocabulary = text.path("vocab_size").asInt();
    text.put("vocab_size", Math.max(vocabulary, (slot + ROUND) / ROUND * ROUND));
    text.put("tie_word_embeddings", false);
    thinker.put("model_type", "qwen3_forced_aligner").put("classify_num", classes);
    config.put("timestamp_token_id", slot).put("timestamp_segment_time", millisPerClass);
    write(folder.resolve("config.json"), config);
  }

  private static int writeTokenizer(Path recogniser, Path folder) throws IOException {
    for (String name : TOKENIZER) {
      Files.copy(
          recogniser.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    ObjectNode tokens = object(recogniser.resolve("tokenizer_config.json"));
    ObjectNode added =
        tokens.get("added_tokens_decoder") instanceof ObjectNode present
            ? present
            : tokens.putObject("added_tokens_decoder");
    OptionalInt known = Tokenizer.open(recogniser).id(SLOT);
    int slot =
        known.isPresent()
            ? known.getAsInt()
            : 1 + Math.max(largest(added), object(recogniser.resolve("vocab.json")).size() - 1);
    if (known.isEmpty()) {
      added
          .putObject(Integer.toString(slot))
          .put("content", SLOT)
          .put("lstrip", false)
          .put("normalized", false)
          .put("rstrip", false)
          .put("single_word", false)
          .put("special", false);
    }
    write(folder.resolve("tokenizer_config.json"), tokens);
    return slot;
  }

  private static int largest(ObjectNode added) {
    return added.propertyNames().stream().mapToInt(Integer::parseInt).max().orElse(-1);
  }

  private static ObjectNode object(Path file) throws IOException {
    JsonNode node = JSON.readTree(Files.readString(file));
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new ModelException(file + " is no JSON object");
  }

  private static void write(Path file, ObjectNode object) throws IOException {
    Files.writeString(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(object) + "\n");
  }
}
