package dev.hark.server.http;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import java.time.Duration;

/**
 * Bounds on the body of a request.
 *
 * @param maxBytes most bytes
 * @param bytesPerSecond fewest bytes a second, on average over each stretch of {@code patience}
 * @param patience how long a body may be slower than that
 */
public record UploadLimits(long maxBytes, long bytesPerSecond, Duration patience) {
  /** Bounds of a configuration, with the most bytes that a setting names. */
  public static UploadLimits of(ServerConfig config, Setting maxBytes) {
    return new UploadLimits(
        config.bytes(maxBytes),
        config.bytes(Setting.MIN_UPLOAD_RATE),
        config.duration(Setting.UPLOAD_PATIENCE));
  }

  /** Bytes that have to come in each stretch. */
  long bytesInPatience() {
    return bytesPerSecond * patience.toMillis() / 1000;
  }
}
