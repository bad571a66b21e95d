package dev.hark.model;

import java.util.List;

/**
 * Configuration of a dense Qwen3 text model.
 *
 * @param text its decoder
 * @param stopTokenIds tokens that end the output
 */
public record TextModelConfig(TextDecoderConfig text, List<Integer> stopTokenIds)
    implements ModelConfig {
  public TextModelConfig {
    stopTokenIds = List.copyOf(stopTokenIds);
  }
}
