package dev.hark.server.chat;

import dev.hark.audio.AudioSource;
import dev.hark.server.http.ApiException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Recordings that messages bring: base64, data URLs, and addresses if they are allowed. */
final class AudioParts {
  private final Optional<RemoteAudio> remote;

  AudioParts(Optional<RemoteAudio> remote) {
    this.remote = remote;
  }

  /**
   * The recording of a part.
   *
   * @throws ApiException 400 if it is none
   */
  AudioSource source(ChatContent.Audio audio) {
    String data = audio.data().strip();
    String start = data.substring(0, Math.min(data.length(), 16)).toLowerCase(Locale.ROOT);
    if (start.startsWith("data:")) {
      int comma = data.indexOf(',');
      if (comma < 0 || !data.substring(0, comma).endsWith(";base64")) {
        throw ApiException.invalid(audio.parameter(), "a data URL has to be in base64");
      }
      return decoded(data.substring(comma + 1), audio.parameter());
    }
    if (data.substring(0, Math.min(data.length(), 64)).contains(":")) {
      return AudioSource.of(
          remote
              .orElseThrow(() ->
                  ApiException.invalid(
                      audio.parameter(),
                      "recordings at addresses are not fetched here; send the recording itself in base64"))
              .fetch(data, audio.parameter()),
          audio.parameter());
    }
    return decoded(data, audio.parameter());
  }

  private static AudioSource decoded(String base64, String parameter) {
    try {
      return AudioSource.of(Base64.getDecoder().decode(base64), parameter);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(parameter, "the recording is no base64: " + e.getMessage());
    }
  }
}
