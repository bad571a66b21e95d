package dev.hark.server.realtime;

import dev.hark.audio.PcmStream;
import dev.hark.audio.RawAudio;
import dev.hark.server.http.ApiException;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The audio of a session as it arrives: base64 in, samples at 16 kHz out, up to a limit. */
final class SessionAudio {
  private final long mostSamples;
  private long samples;
  private SessionSettings.Format format = SessionSettings.Format.PCM_24;
  private @Nullable RawAudio decoder;

  SessionAudio(Duration most) {
    this.mostSamples = most.toMillis() * PcmStream.SAMPLE_RATE_HZ / 1000;
  }

  /**
   * Decodes a portion.
   *
   * @throws ApiException 400 if it is no base64
   */
  float[] accept(String base64, SessionSettings.Format current) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("audio", "audio is no base64: " + e.getMessage());
    }
    RawAudio raw = decoder;
    if (raw == null || !format.equals(current)) {
      raw = current.decoder();
      decoder = raw;
      format = current;
    }
    float[] decoded = raw.accept(bytes);
    samples += decoded.length;
    return decoded;
  }

  /** The last samples before a commit; the next portion begins afresh. */
  float[] finish() {
    RawAudio raw = decoder;
    decoder = null;
    return raw == null ? new float[0] : raw.finish();
  }

  /** Whether the session has had all the audio it may have. */
  boolean exhausted() {
    return samples > mostSamples;
  }
}
