package dev.hark.train.vocabulary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folder that a small recogniser begins as: configuration and tokenizer, no weights. About 3.2
 * million parameters, of which a seventh are embeddings.
 */
public final class MiniModelFolder {
  private static final JsonMapper JSON = new JsonMapper();

  /** What prompts and answers say besides the words. */
  private static final List<String> FRAME =
      List.of("system", "user", "assistant", "language", "English", "Chinese", "None");

  private static final int ROUND = 16;

  private MiniModelFolder() {}

  /**
   * Writes the folder for a list of words, one a line; a line with {@code #} is a remark, one with
   * {@code [} a heading.
   */
  public static void write(Path folder, Path words) throws IOException {
    List<String> all = new ArrayList<>(FRAME);
    for (String line : Files.readAllLines(words)) {
      if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("[")) {
        all.addAll(List.of(line.strip().split("\\s+", -1)));
      }
    }
    VocabularyBuilder vocabulary = VocabularyBuilder.of(all);
    vocabulary.write(folder);
    var pretty = JSON.writerWithDefaultPrettyPrinter();
    Files.writeString(
        folder.resolve("config.json"), pretty.writeValueAsString(config(vocabulary)) + "\n");
    ObjectNode generation = JSON.createObjectNode();
    generation
        .putArray("eos_token_id")
        .add(vocabulary.id("<|im_end|>"))
        .add(vocabulary.id("<|endoftext|>"));
    generation.put("pad_token_id", vocabulary.id("<|endoftext|>")).put("do_sample", false);
    Files.writeString(
        folder.resolve("generation_config.json"), pretty.writeValueAsString(generation) + "\n");
  }

  private static ObjectNode config(VocabularyBuilder vocabulary) {
    ObjectNode config = JSON.createObjectNode();
    config.putArray("architectures").add("Qwen3ASRForConditionalGeneration");
    config.put("model_type", "qwen3_asr");
    config.putArray("support_languages").add("Chinese").add("English");
    ObjectNode thinker = config.putObject("thinker_config");
    thinker.put("model_type", "qwen3_asr").put("dtype", "bfloat16");
    thinker.put("audio_start_token_id", vocabulary.id("<|audio_start|>"));
    thinker.put("audio_end_token_id", vocabulary.id("<|audio_end|>"));
    thinker.put("audio_token_id", vocabulary.id("<|audio_pad|>"));
    thinker
        .putObject("audio_config")
        .put("model_type", "qwen3_asr_audio_encoder")
        .put("activation_function", "gelu")
        .put("d_model", 144)
        .put("downsample_hidden_size", 32)
        .put("encoder_attention_heads", 4)
        .put("encoder_ffn_dim", 576)
        .put("encoder_layers", 4)
        .put("num_hidden_layers", 4)
        .put("n_window", 50)
        .put("n_window_infer", 800)
        .put("num_mel_bins", 128)
        .put("output_dim", 192)
        .put("max_source_positions", 1500)
        .put("scale_embedding", false);
    thinker
        .putObject("text_config")
        .put("hidden_act", "silu")
        .put("hidden_size", 192)
        .put("intermediate_size", 512)
        .put("num_hidden_layers", 4)
        .put("num_attention_heads", 4)
        .put("num_key_value_heads", 2)
        .put("head_dim", 48)
        .put("attention_bias", false)
        .put("max_position_embeddings", 4096)
        .put("rms_norm_eps", 1e-6)
        .put("rope_theta", 1_000_000)
        .put("tie_word_embeddings", true)
        .put("vocab_size", (vocabulary.size() + ROUND - 1) / ROUND * ROUND);
    return config;
  }
}
