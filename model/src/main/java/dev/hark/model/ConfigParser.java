package dev.hark.model;

import dev.hark.model.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns configuration JSON into a {@link ModelConfig}. The defaults of the Python configuration
 * classes are not those of the published models, so a dimension that is absent is an error; only
 * values that the flat layout leaves out (some token ids, the class duration) have defaults here.
 */
final class ConfigParser {
  // Ids of the published vocabulary, which the flat layout does not repeat in its config.
  private static final int END_OF_TEXT = 151643;
  private static final int TURN_END = 151645;
  private static final int AUDIO_START = 151669;
  private static final int AUDIO_END = 151670;
  private static final int AUDIO_PAD = 151676;
  private static final int TIMESTAMP = 151705;
  private static final int MILLIS_PER_CLASS = 80;

  private static final int MOST_LAYERS = 1000;

  private final JsonObject top;
  private final @Nullable JsonObject generation;
  private final @Nullable JsonObject processor;

  ConfigParser(JsonObject top, @Nullable JsonObject generation, @Nullable JsonObject processor) {
    this.top = top;
    this.generation = generation;
    this.processor = processor;
  }

  ModelConfig parse() {
    if (top.has("quantization_config")) {
      throw unsupported("quantization_config is present", "the checkpoint that is not quantised");
    }
    Optional<JsonObject> thinker = top.object("thinker_config");
    if (thinker.isPresent()) {
      return speech(thinker.get(), thinker.get().has("classify_num") || isAligner(thinker.get()));
    }
    String type = top.text("model_type").orElse("");
    if (type.equals("qwen3")) {
      return new TextModelConfig(text(top), stopTokens());
    }
    if (type.startsWith("qwen3_asr") || type.equals("qwen3_forced_aligner")) {
      boolean classifies = top.texts("architectures").contains("Qwen3ASRForTokenClassification");
      return speech(top, classifies || isAligner(top));
    }
    throw unsupported(
        "model_type is \"" + type + "\"", "a Qwen3-ASR, Qwen3-ForcedAligner or dense Qwen3 model");
  }

  private static boolean isAligner(JsonObject config) {
    return config.text("model_type").orElse("").equals("qwen3_forced_aligner");
  }

  /** Both speech models; {@code model} is the object that holds audio_config and text_config. */
  private ModelConfig speech(JsonObject model, boolean aligner) {
    AudioEncoderConfig audio = audio(model.requiredObject("audio_config"));
    TextDecoderConfig text = text(model.requiredObject("text_config"));
    if (audio.outputSize() != text.hiddenSize()) {
      throw new ModelException(
          "%s: the encoder's output_dim is %d and the decoder's hidden_size %d, wanted equal sizes"
              .formatted(top.where(), audio.outputSize(), text.hiddenSize()));
    }
    int audioToken = model.tokenId("audio_token_id", AUDIO_PAD);
    int audioStart = model.tokenId("audio_start_token_id", AUDIO_START);
    int audioEnd = model.tokenId("audio_end_token_id", AUDIO_END);
    List<String> languages = top.texts("support_languages");
    if (!aligner) {
      return new AsrConfig(audio, text, audioToken, audioStart, audioEnd, stopTokens(), languages);
    }
    if (top.flag("token_classification_bias", false)) {
      throw unsupported("token_classification_bias is true", "an aligner whose head has no bias");
    }
    return new AlignerConfig(
        audio,
        text,
        audioToken,
        audioStart,
        audioEnd,
        top.tokenId("timestamp_token_id", TIMESTAMP),
        classes(model),
        millisPerClass(),
        languages);
  }

  private AudioEncoderConfig audio(JsonObject config) {
    int width = config.dimension("d_model", "hidden_size");
    int heads = config.dimension("encoder_attention_heads", "num_attention_heads");
    if (width % heads != 0 || width % 2 != 0) {
      throw new ModelException(
          "%s: %sd_model %d does not divide into %d heads and sine pairs"
              .formatted(config.where(), config.path(), width, heads));
    }
    requireValue(config, "activation_function", "gelu");
    if (config.flag("scale_embedding", false)) {
      throw unsupported(config.path() + "scale_embedding is true", "false");
    }
    int halfChunk = config.dimension("n_window");
    int chunk = 2 * halfChunk;
    int window = config.dimension("n_window_infer");
    if (window % chunk != 0) {
      throw new ModelException(
          "%s: %sn_window_infer is %d, wanted a multiple of %d (twice n_window)"
              .formatted(config.where(), config.path(), window, chunk));
    }
    return new AudioEncoderConfig(
        width,
        config.dimension(MOST_LAYERS, "encoder_layers", "num_hidden_layers"),
        heads,
        config.dimension("encoder_ffn_dim", "intermediate_size"),
        config.dimension("output_dim"),
        config.dimension("num_mel_bins"),
        config.dimension("downsample_hidden_size"),
        chunk,
        window);
  }

  private TextDecoderConfig text(JsonObject config) {
    requireValue(config, "hidden_act", "silu");
    for (String flag : List.of("attention_bias", "use_sliding_window")) {
      if (config.flag(flag, false)) {
        throw unsupported(config.path() + flag + " is true", "false");
      }
    }
    int heads = config.dimension("num_attention_heads");
    int kvHeads = config.dimension("num_key_value_heads");
    int headDim = config.dimension("head_dim");
    if (heads % kvHeads != 0 || headDim % 2 != 0) {
      throw new ModelException(
          "%s: %snum_attention_heads %d, num_key_value_heads %d and head_dim %d do not fit together"
              .formatted(config.where(), config.path(), heads, kvHeads, headDim));
    }
    return new TextDecoderConfig(
        config.dimension("hidden_size"),
        config.dimension(MOST_LAYERS, "num_hidden_layers"),
        heads,
        kvHeads,
        headDim,
        config.dimension("intermediate_size"),
        config.dimension("vocab_size"),
        config.dimension("max_position_embeddings"),
        (float) config.positive("rms_norm_eps"),
        ropeTheta(config),
        config.flag("tie_word_embeddings", top.flag("tie_word_embeddings", true)));
  }

  /** The rotary base, from wherever a version of the library has put it. */
  private static double ropeTheta(JsonObject config) {
    Optional<JsonObject> parameters = config.object("rope_parameters");
    Optional<JsonObject> scaling = config.object("rope_scaling");
    for (Optional<JsonObject> rope : List.of(parameters, scaling)) {
      rope.ifPresent(ConfigParser::requireDefaultRope);
    }
    if (config.has("rope_theta")) {
      return config.positive("rope_theta");
    }
    for (Optional<JsonObject> rope : List.of(parameters, scaling)) {
      if (rope.isPresent() && rope.get().has("rope_theta")) {
        return rope.get().positive("rope_theta");
      }
    }
    throw config.missing("a number", "rope_theta", "rope_parameters.rope_theta");
  }

  private static void requireDefaultRope(JsonObject rope) {
    requireValue(rope, "rope_type", "default");
    // An older spelling; "mrope" with equal positions in all sections is the default.
    String type = rope.text("type").orElse("default");
    if (!type.equals("default") && !type.equals("mrope")) {
      throw new ModelException(
          "%s: %stype is \"%s\", wanted \"default\"".formatted(rope.where(), rope.path(), type));
    }
  }

  private static void requireValue(JsonObject config, String key, String wanted) {
    String value = config.text(key).orElse(wanted);
    if (!value.toLowerCase(Locale.ROOT).equals(wanted)) {
      throw new ModelException(
          "%s: %s%s is \"%s\", only \"%s\" is supported"
              .formatted(config.where(), config.path(), key, value, wanted));
    }
  }

  private int classes(JsonObject model) {
    if (model.has("classify_num")) {
      return model.dimension("classify_num");
    }
    if (top.has("num_labels")) {
      return top.dimension("num_labels");
    }
    for (String labels : List.of("id2label", "label2id")) {
      Optional<JsonObject> names = top.object(labels);
      if (names.isPresent() && !names.get().node().isEmpty()) {
        return names.get().node().size();
      }
    }
    throw top.missing("the number of classes", "classify_num", "num_labels", "id2label");
  }

  private int millisPerClass() {
    if (top.has("timestamp_segment_time")) {
      return millis(top);
    }
    if (processor != null && processor.has("timestamp_segment_time")) {
      return millis(processor);
    }
    return MILLIS_PER_CLASS;
  }

  /** The duration may be written as 80 or 80.0. */
  private static int millis(JsonObject config) {
    double value = config.positive("timestamp_segment_time");
    if (value != Math.rint(value) || value > 60_000) {
      throw new ModelException(
          "%s: timestamp_segment_time is %s, wanted whole milliseconds"
              .formatted(config.where(), value));
    }
    return (int) value;
  }

  private List<Integer> stopTokens() {
    Set<Integer> ids = new LinkedHashSet<>();
    if (generation != null) {
      ids.addAll(generation.integers("eos_token_id"));
    }
    ids.addAll(top.integers("eos_token_id"));
    if (ids.isEmpty()) {
      ids.addAll(List.of(TURN_END, END_OF_TEXT));
    }
    return List.copyOf(ids);
  }

  private ModelException unsupported(String what, String wanted) {
    return new ModelException(
        "%s: %s, which is not supported; wanted %s".formatted(top.where(), what, wanted));
  }
}
