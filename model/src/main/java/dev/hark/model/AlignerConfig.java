package dev.hark.model;

import java.util.List;

/**
 * Configuration of a Qwen3 forced aligner.
 *
 * @param audio its audio encoder
 * @param text its decoder, whose head has {@code classes} outputs and is never tied
 * @param audioTokenId token whose embedding rows the audio replaces
 * @param audioStartTokenId token before the audio
 * @param audioEndTokenId token after the audio
 * @param timestampTokenId token at whose positions the head names a time
 * @param classes number of time classes
 * @param millisPerClass duration of one class in milliseconds
 * @param supportedLanguages language names the checkpoint lists; empty if it lists none
 */
public record AlignerConfig(
    AudioEncoderConfig audio,
    TextDecoderConfig text,
    int audioTokenId,
    int audioStartTokenId,
    int audioEndTokenId,
    int timestampTokenId,
    int classes,
    int millisPerClass,
    List<String> supportedLanguages)
    implements ModelConfig {
  public AlignerConfig {
    supportedLanguages = List.copyOf(supportedLanguages);
  }
}
