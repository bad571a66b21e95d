package dev.hark.server.models;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A model that the server offers.
 *
 * @param id its name in the API
 * @param kind what it does
 * @param source the name or folder that was configured
 */
public record ModelEntry(String id, Kind kind, String source) {
  /** What a model does. */
  public enum Kind {
    TRANSCRIPTION,
    ALIGNMENT,
    CHAT
  }

  /** An entry from {@code id=source} or a source, whose last part is the id then. */
  static ModelEntry of(String configured, Kind kind) {
    int equals = configured.indexOf('=');
    if (equals > 0) {
      return new ModelEntry(
          configured.substring(0, equals), kind, configured.substring(equals + 1));
    }
    String last =
        Optional.ofNullable(Path.of(configured).getFileName())
            .map(Path::toString)
            .orElse(configured);
    return new ModelEntry(last, kind, configured);
  }

  boolean answersTo(String name) {
    return id.equalsIgnoreCase(name) || source.equals(name);
  }
}
