package dev.hark.model;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a model folder's configuration files say the model is. Both published layouts are read: the
 * original one, whose {@code config.json} nests everything in {@code thinker_config}, and the flat
 * one of the "-hf" repositories, with either spelling of the keys that have two.
 */
public sealed interface ModelConfig permits AsrConfig, AlignerConfig, TextModelConfig {
  /** The decoder, which every model has. */
  TextDecoderConfig text();

  /**
   * Reads {@code config.json} and, where they are present, {@code generation_config.json} and
   * {@code processor_config.json}.
   *
   * @throws ModelException if a file is missing or damaged, or the model is of an unknown kind
   */
  static ModelConfig open(Path directory) {
    return ConfigFiles.open(directory).parse();
  }

  /** Names and shapes of all tensors that a checkpoint of this model has, in reading order. */
  default Map<String, long[]> tensorShapes() {
    return ExpectedTensors.of(this);
  }
}
