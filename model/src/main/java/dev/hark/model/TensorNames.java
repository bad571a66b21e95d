package dev.hark.model;

/**
 * The one set of tensor names that the networks use: those of the "-hf" repositories. Plain text
 * models store their decoder under {@code model.}; it gets the prefix that it has in a speech
 * model.
 */
final class TensorNames {
  static final String AUDIO_TOWER = "model.audio_tower.";
  static final String PROJECTOR = "model.multi_modal_projector.";
  static final String DECODER = "model.language_model.";
  static final String EMBEDDING = DECODER + "embed_tokens.weight";
  static final String HEAD = "lm_head.weight";
  static final String ALIGNER_HEAD = "score.weight";

  private TensorNames() {}

  /** The normal name of a tensor that the checkpoint calls {@code stored}. */
  static String normal(String stored, ModelConfig config) {
    return switch (config) {
      case TextModelConfig text -> textModel(stored);
      case AsrConfig asr -> speech(stored, "lm_head.");
      case AlignerConfig aligner -> speech(stored, "score.");
    };
  }

  /** The name that the original layout has for a speech model's tensor of a normal name. */
  static String original(String normal) {
    return normal
        .replace(PROJECTOR + "linear_1.", "thinker.audio_tower.proj1.")
        .replace(PROJECTOR + "linear_2.", "thinker.audio_tower.proj2.")
        .replace(AUDIO_TOWER, "thinker.audio_tower.")
        .replace(DECODER, "thinker.model.")
        .replace("lm_head.", "thinker.lm_head.")
        .replace("score.", "thinker.lm_head.");
  }

  private static String textModel(String stored) {
    return stored.startsWith("model.") && !stored.startsWith(DECODER)
        ? DECODER + stored.substring("model.".length())
        : stored;
  }

  private static String speech(String stored, String head) {
    return stored
        .replace("thinker.model.", DECODER)
        .replace("thinker.lm_head.", head)
        .replace("thinker.", "model.")
        .replace(AUDIO_TOWER + "proj1.", PROJECTOR + "linear_1.")
        .replace(AUDIO_TOWER + "proj2.", PROJECTOR + "linear_2.");
  }
}
