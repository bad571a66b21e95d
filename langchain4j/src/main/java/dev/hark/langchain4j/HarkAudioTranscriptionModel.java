package dev.hark.langchain4j;

import dev.hark.audio.AudioException;
import dev.hark.audio.AudioSource;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.audio.AudioTranscriptionResponse;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/**
 * Speech to text inside this process, for LangChain4j.
 *
 * <pre>{@code
 * try (var hark = Transcriber.open(Path.of("Qwen3-ASR-0.6B"))) {
 *   AudioTranscriptionModel model = HarkAudioTranscriptionModel.of(hark);
 *   String text = model.transcribeToText(Audio.builder().binaryData(bytes).build());
 * }
 * }</pre>
 *
 * <p>A request's prompt is the model's context: names and terms that are likely to occur. The
 * format of a recording is found from its content, so its MIME type does not matter. One model
 * serves any number of threads.
 */
public final class HarkAudioTranscriptionModel implements AudioTranscriptionModel {
  private final Transcriber transcriber;
  private final TranscribeOptions options;

  private HarkAudioTranscriptionModel(Transcriber transcriber, TranscribeOptions options) {
    this.transcriber = transcriber;
    this.options = options;
  }

  /** A model that runs on a transcriber, which stays the caller's to close. */
  public static HarkAudioTranscriptionModel of(Transcriber transcriber) {
    return of(transcriber, TranscribeOptions.create());
  }

  /** The same with options, which hold where a request says nothing else. */
  public static HarkAudioTranscriptionModel of(Transcriber transcriber, TranscribeOptions options) {
    return new HarkAudioTranscriptionModel(transcriber, options);
  }

  /**
   * Transcribes a recording.
   *
   * @throws InvalidRequestException if it is no audio, or the language is not one of the model's
   * @throws UnsupportedFeatureException if it is at an address that is no file
   */
  @Override
  public AudioTranscriptionResponse transcribe(AudioTranscriptionRequest request) {
    try {
      return AudioTranscriptionResponse.from(
          transcriber.transcribe(source(request.audio()), options(request)).text());
    } catch (AudioException | IllegalArgumentException e) {
      throw new InvalidRequestException(e.getMessage(), e);
    }
  }

  private TranscribeOptions options(AudioTranscriptionRequest request) {
    TranscribeOptions wanted = options;
    if (request.language() != null) {
      wanted = wanted.withLanguage(request.language());
    }
    if (request.prompt() != null) {
      wanted = wanted.withContext(request.prompt());
    }
    if (request.temperature() != null) {
      wanted = wanted.withTemperature(request.temperature(), wanted.seed());
    }
    return wanted;
  }

  private static AudioSource source(Audio audio) {
    if (audio.binaryData() != null) {
      return AudioSource.of(audio.binaryData(), "the request's audio");
    }
    if (audio.base64Data() != null) {
      return AudioSource.of(Base64.getDecoder().decode(audio.base64Data()), "the request's audio");
    }
    URI uri = audio.url();
    if (uri != null && "file".equals(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))) {
      return AudioSource.of(Path.of(uri));
    }
    throw new UnsupportedFeatureException(
        "Hark fetches no recordings; got %s, wanted bytes, base64 or a file: address"
            .formatted(uri));
  }
}
