package dev.hark.server.transcribe;

import dev.hark.audio.AudioException;
import dev.hark.audio.AudioLimits;
import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.PcmStream;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.Transcription;
import dev.hark.model.text.Language;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiException;
import dev.hark.server.models.ModelLease;
import dev.hark.server.models.ModelPool;
import java.nio.file.Path;
import java.util.Optional;

/** Transcribes files with leased models, within the limits of the server. */
public final class Transcribing {
  private final ModelPool models;
  private final AudioReader reader;

  /** Transcribes with these models. */
  public Transcribing(ModelPool models, ServerConfig config) {
    this.models = models;
    this.reader =
        AudioReader.create(
            AudioLimits.DEFAULT
                .withMaxDuration(config.duration(Setting.MAX_AUDIO))
                .withMaxDecodedBytes(config.bytes(Setting.MAX_DECODED))
                .withTimeout(config.duration(Setting.REQUEST_TIMEOUT)));
  }

  /** The transcript of a file. */
  public Transcription run(Path file, String model, Optional<String> language) {
    TranscribeOptions options =
        language
            .map(name -> TranscribeOptions.create().withLanguage(name(name)))
            .orElse(TranscribeOptions.create());
    try (ModelLease<Transcriber> lease = models.transcriber(model);
        PcmStream audio = reader.open(AudioSource.of(file))) {
      return lease.model().transcribe(audio, options);
    } catch (AudioException e) {
      throw refusal(e, file);
    }
  }

  private static String name(String language) {
    return Language.find(language)
        .map(Language::englishName)
        .orElseThrow(() ->
            ApiException.invalid(
                "language", "language is \"%s\", which is not known".formatted(language)));
  }

  private static ApiException refusal(AudioException e, Path file) {
    String message = String.valueOf(e.getMessage()).replace(file.toString(), "file");
    return switch (e.kind()) {
      case TOO_LONG -> ApiException.of(413, "audio_too_long", message).about("file");
      case TIMEOUT, NO_DECODER -> ApiException.of(500, "decoder_failed", message).about("file");
      default -> ApiException.of(400, "invalid_audio", message).about("file");
    };
  }
}
