package dev.hark.cli;

import dev.hark.engine.synthetic.SyntheticModel;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.DataType;
import dev.hark.model.ModelException;
import dev.hark.model.ModelFolder;
import dev.hark.model.TextDecoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Random weights at true dimensions as a model folder in bfloat16, to measure training with. */
final class SyntheticFolder {
  private static final String CONFIG = "config.json";

  private SyntheticFolder() {}

  /**
   * Writes the folder.
   *
   * @param like a folder in the original layout whose tokenizer and special tokens are taken, with
   *     or without weights
   */
  static void write(Path folder, SyntheticModel model, Path like) throws IOException {
    JsonMapper json = new JsonMapper();
    JsonNode config = json.readTree(Files.readString(like.resolve(CONFIG)));
    if (!(config.path("thinker_config").path("audio_config") instanceof ObjectNode audio)
        || !(config.path("thinker_config").path("text_config") instanceof ObjectNode text)) {
      throw new ModelException(
          like.resolve(CONFIG) + " has no thinker_config, wanted the original layout");
    }
    describe(model.audio(), audio);
    describe(model.text(), text);
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(like)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (List.of("json", "txt").contains(extension(file))) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    }
    AtomicFile.write(folder.resolve(CONFIG), json.writeValueAsString(config));
    ModelFolder.write(folder, folder, model.weights(), DataType.BF16);
  }

  private static void describe(AudioEncoderConfig audio, ObjectNode into) {
    into.put("d_model", audio.width());
    into.put("encoder_layers", audio.layers());
    into.put("num_hidden_layers", audio.layers());
    into.put("encoder_attention_heads", audio.heads());
    into.put("encoder_ffn_dim", audio.ffnSize());
    into.put("output_dim", audio.outputSize());
    into.put("num_mel_bins", audio.melBins());
    into.put("downsample_hidden_size", audio.convChannels());
  }

  private static void describe(TextDecoderConfig text, ObjectNode into) {
    into.put("hidden_size", text.hiddenSize());
    into.put("num_hidden_layers", text.layers());
    into.put("num_attention_heads", text.heads());
    into.put("num_key_value_heads", text.kvHeads());
    into.put("head_dim", text.headDim());
    into.put("intermediate_size", text.ffnSize());
    into.put("vocab_size", text.vocabularySize());
    into.put("tie_word_embeddings", text.tiedHead());
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
