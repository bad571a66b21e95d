package dev.hark.train.distill;

/**
 * Where the result of a layer is to be found: it is the input of the norm behind it. Layers count
 * from 1.
 */
final class LayerNames {
  private static final String ENCODER = "model.audio_tower.";
  private static final String DECODER = "model.language_model.";

  private LayerNames() {}

  static String behindEncoderLayer(int layer, int layers) {
    return layer == layers
        ? ENCODER + "ln_post"
        : ENCODER + "layers." + layer + ".self_attn_layer_norm";
  }

  static String behindDecoderLayer(int layer, int layers) {
    return layer == layers ? DECODER + "norm" : DECODER + "layers." + layer + ".input_layernorm";
  }
}
