package dev.hark.model;

import java.util.List;

/**
 * Configuration of a Qwen3-ASR speech recognition model.
 *
 * @param audio its audio encoder
 * @param text its decoder
 * @param audioTokenId token whose embedding rows the audio replaces
 * @param audioStartTokenId token before the audio
 * @param audioEndTokenId token after the audio
 * @param stopTokenIds tokens that end the output
 * @param supportedLanguages language names the checkpoint lists; empty if it lists none
 */
public record AsrConfig(
    AudioEncoderConfig audio,
    TextDecoderConfig text,
    int audioTokenId,
    int audioStartTokenId,
    int audioEndTokenId,
    List<Integer> stopTokenIds,
    List<String> supportedLanguages)
    implements ModelConfig {
  public AsrConfig {
    stopTokenIds = List.copyOf(stopTokenIds);
    supportedLanguages = List.copyOf(supportedLanguages);
  }
}
