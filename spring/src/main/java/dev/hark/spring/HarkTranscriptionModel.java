package dev.hark.spring;

import dev.hark.audio.AudioSource;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.Transcription;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.springframework.ai.audio.transcription.AudioTranscription;
import org.springframework.ai.audio.transcription.AudioTranscriptionPrompt;
import org.springframework.ai.audio.transcription.AudioTranscriptionResponse;
import org.springframework.ai.audio.transcription.AudioTranscriptionResponseMetadata;
import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.core.io.Resource;

/**
 * Speech to text inside this process, for Spring AI.
 *
 * <p>The metadata of a response has the {@code language} heard and the {@code transcription} with
 * its segments and times. One model serves any number of threads.
 */
public final class HarkTranscriptionModel implements TranscriptionModel {
  private final Transcriber transcriber;
  private final TranscribeOptions options;

  private HarkTranscriptionModel(Transcriber transcriber, TranscribeOptions options) {
    this.transcriber = transcriber;
    this.options = options;
  }

  /**
   * A model that runs on a transcriber, which stays the caller's to close, with options that hold
   * where a prompt says nothing else.
   */
  public static HarkTranscriptionModel of(Transcriber transcriber, TranscribeOptions options) {
    return new HarkTranscriptionModel(transcriber, options);
  }

  /**
   * Transcribes a recording, which is read as a stream.
   *
   * @throws dev.hark.audio.AudioException if it cannot be read as audio
   * @throws IllegalArgumentException if the language is not one of the model's
   */
  @Override
  public AudioTranscriptionResponse call(AudioTranscriptionPrompt prompt) {
    Resource recording = prompt.getInstructions();
    String name = Optional.ofNullable(recording.getFilename()).orElse("the prompt's recording");
    try (InputStream stream = recording.getInputStream()) {
      return response(transcriber.transcribe(AudioSource.of(stream, name), options(prompt)));
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static AudioTranscriptionResponse response(Transcription transcription) {
    AudioTranscriptionResponseMetadata metadata = new AudioTranscriptionResponseMetadata();
    metadata.put("language", transcription.language());
    metadata.put("transcription", transcription);
    return new AudioTranscriptionResponse(new AudioTranscription(transcription.text()), metadata);
  }

  private TranscribeOptions options(AudioTranscriptionPrompt prompt) {
    if (!(prompt.getOptions() instanceof HarkTranscriptionOptions wanted)) {
      return options;
    }
    TranscribeOptions all = wanted.language().map(options::withLanguage).orElse(options);
    return wanted.context().map(all::withContext).orElse(all);
  }
}
