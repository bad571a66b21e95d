package dev.hark.server.transcribe;

import dev.hark.audio.AudioException;
import dev.hark.audio.AudioLimits;
import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.PcmStream;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.Transcription;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiException;
import dev.hark.server.models.ModelLease;
import dev.hark.server.models.ModelPool;
import java.util.Optional;

/** Transcribes recordings with leased models, within the limits of the server. */
public final class Transcribing {
  /** When times of words are found. */
  public enum Words {
    /** Never. */
    NONE,
    /** If there is an aligner. */
    IF_POSSIBLE,
    /** Or the request is refused. */
    REQUIRED
  }

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

  /**
   * Refuses a model that is unknown.
   *
   * @throws ApiException 404
   */
  public void check(String model) {
    models.checkTranscriber(model);
  }

  /** Whether times of words can be found. */
  public boolean hasAligner() {
    return models.hasAligner();
  }

  /** Runs a recogniser once, so that the first request does not pay for what is made lazily. */
  public void warmUp(String model) {
    float[] tone = new float[PcmStream.SAMPLE_RATE_HZ];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) (0.1 * Math.sin(i * 0.2));
    }
    try (ModelLease<Transcriber> lease = models.transcriber(model)) {
      lease.model().transcribe(tone, TranscribeOptions.create().withSkipSilence(false));
    }
  }

  /**
   * The transcript of a recording.
   *
   * @param parameter the parameter that brought the recording, which errors name
   * @throws ApiException if the model is unknown or the recording is refused
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public Transcription run(
      AudioSource audio, String parameter, String model, TranscribeOptions options, Words words) {
    Optional<ModelLease<ForcedAligner>> aligner =
        words == Words.NONE ? Optional.empty() : models.aligner();
    try (ModelLease<Transcriber> lease = models.transcriber(model);
        PcmStream stream = reader.open(audio)) {
      return lease
          .model()
          .transcribe(
              stream,
              aligner.map(ModelLease::model).map(options::withWordTimestamps).orElse(options));
    } catch (AudioException e) {
      throw refusal(e, audio.name(), parameter);
    } finally {
      aligner.ifPresent(ModelLease::close);
    }
  }

  private static ApiException refusal(AudioException e, String name, String parameter) {
    String message = String.valueOf(e.getMessage()).replace(name, parameter);
    ApiException refusal =
        switch (e.kind()) {
          case TOO_LONG -> ApiException.of(413, "audio_too_long", message);
          case TIMEOUT -> ApiException.of(504, "decoder_timeout", message);
          case NO_DECODER, UNREADABLE, MISSING -> ApiException.of(500, "decoder_failed", message);
          case EMPTY, UNSUPPORTED, DAMAGED -> ApiException.of(400, "invalid_audio", message);
        };
    return refusal.about(parameter);
  }
}
