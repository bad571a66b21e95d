package dev.hark.audio;

/**
 * Audio that cannot be read: missing, empty, damaged, too long, or of no known format. The message
 * is one line that says what, where, what was found, what was wanted and what to do.
 */
public final class AudioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AudioException(String message) {
    super(message);
  }

  public AudioException(String message, Throwable cause) {
    super(message, cause);
  }
}
