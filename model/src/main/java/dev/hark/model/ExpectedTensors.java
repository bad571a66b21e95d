package dev.hark.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and shapes of all tensors that a configuration calls for, in reading order. */
final class ExpectedTensors {
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  private ExpectedTensors() {}

  static Map<String, long[]> of(ModelConfig config) {
    ExpectedTensors expected = new ExpectedTensors();
    switch (config) {
      case AsrConfig asr -> {
        expected.audio(asr.audio());
        expected.decoder(asr.text());
        expected.head(asr.text());
      }
      case AlignerConfig aligner -> {
        expected.audio(aligner.audio());
        expected.decoder(aligner.text());
        expected.add(TensorNames.ALIGNER_HEAD, aligner.classes(), aligner.text().hiddenSize());
      }
      case TextModelConfig text -> {
        expected.decoder(text.text());
        expected.head(text.text());
      }
    }
    return expected.shapes;
  }

  private void audio(AudioEncoderConfig audio) {
    String tower = TensorNames.AUDIO_TOWER;
    int channels = audio.convChannels();
    int width = audio.width();
    convolution(tower + "conv2d1", channels, 1);
    convolution(tower + "conv2d2", channels, channels);
    convolution(tower + "conv2d3", channels, channels);
    add(tower + "conv_out.weight", width, (long) channels * audio.convBands());
    for (int i = 0; i < audio.layers(); i++) {
      String layer = tower + "layers." + i + ".";
      norm(layer + "self_attn_layer_norm", width);
      for (String projection : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
        linear(layer + "self_attn." + projection, width, width);
      }
      norm(layer + "final_layer_norm", width);
      linear(layer + "fc1", audio.ffnSize(), width);
      linear(layer + "fc2", width, audio.ffnSize());
    }
    norm(tower + "ln_post", width);
    linear(TensorNames.PROJECTOR + "linear_1", width, width);
    linear(TensorNames.PROJECTOR + "linear_2", audio.outputSize(), width);
  }

  private void decoder(TextDecoderConfig text) {
    int hidden = text.hiddenSize();
    long queries = (long) text.heads() * text.headDim();
    long keys = (long) text.kvHeads() * text.headDim();
    add(TensorNames.EMBEDDING, text.vocabularySize(), hidden);
    for (int i = 0; i < text.layers(); i++) {
      String layer = TensorNames.DECODER + "layers." + i + ".";
      add(layer + "input_layernorm.weight", hidden);
      add(layer + "self_attn.q_proj.weight", queries, hidden);
      add(layer + "self_attn.k_proj.weight", keys, hidden);
      add(layer + "self_attn.v_proj.weight", keys, hidden);
      add(layer + "self_attn.o_proj.weight", hidden, queries);
      add(layer + "self_attn.q_norm.weight", text.headDim());
      add(layer + "self_attn.k_norm.weight", text.headDim());
      add(layer + "post_attention_layernorm.weight", hidden);
      add(layer + "mlp.gate_proj.weight", text.ffnSize(), hidden);
      add(layer + "mlp.up_proj.weight", text.ffnSize(), hidden);
      add(layer + "mlp.down_proj.weight", hidden, text.ffnSize());
    }
    add(TensorNames.DECODER + "norm.weight", hidden);
  }

  private void head(TextDecoderConfig text) {
    if (!text.tiedHead()) {
      add(TensorNames.HEAD, text.vocabularySize(), text.hiddenSize());
    }
  }

  private void convolution(String name, int outputs, int inputs) {
    add(name + ".weight", outputs, inputs, 3, 3);
    add(name + ".bias", outputs);
  }

  private void linear(String name, int outputs, int inputs) {
    add(name + ".weight", outputs, inputs);
    add(name + ".bias", outputs);
  }

  private void norm(String name, int size) {
    add(name + ".weight", size);
    add(name + ".bias", size);
  }

  private void add(String name, long... shape) {
    shapes.put(name, shape);
  }
}
