package dev.hark.spring;

import java.util.Optional;
import org.springframework.ai.audio.transcription.AudioTranscriptionOptions;

/**
 * How one recording is transcribed; what is empty stays as the model was configured.
 *
 * @param language English name or code of the language spoken
 * @param context names and terms that are likely to occur
 */
public record HarkTranscriptionOptions(Optional<String> language, Optional<String> context)
    implements AudioTranscriptionOptions {
  /** Options that change nothing. */
  public static HarkTranscriptionOptions create() {
    return new HarkTranscriptionOptions(Optional.empty(), Optional.empty());
  }

  /** The same in a language, by name or code such as {@code "de"}. */
  public HarkTranscriptionOptions withLanguage(String nameOrCode) {
    return new HarkTranscriptionOptions(Optional.of(nameOrCode), context);
  }

  /** The same with names and terms that are likely to occur. */
  public HarkTranscriptionOptions withContext(String text) {
    return new HarkTranscriptionOptions(language, Optional.of(text));
  }

  /** Always the same: the model is the one that was opened. */
  @Override
  public String getModel() {
    return "hark";
  }
}
