package dev.hark.audio;

/**
 * Audio that cannot be read: missing, empty, damaged, too long, or of no known format. The message
 * is one line that says what, where, what was found, what was wanted and what to do; {@link #kind}
 * is the same for a program to act on.
 */
public final class AudioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, by what the caller can do about it. */
  public enum Kind {
    /** No file is there. */
    MISSING,
    /** It is there but cannot be read: a directory, no permission, a failing disk or stream. */
    UNREADABLE,
    /** No byte, or no sample. */
    EMPTY,
    /** Not audio, or of a format that is not read. */
    UNSUPPORTED,
    /** Audio of a known format whose content is broken. */
    DAMAGED,
    /** More audio than {@link AudioLimits} admits. */
    TOO_LONG,
    /** The decoder took more time than {@link AudioLimits} admits. */
    TIMEOUT,
    /** The format needs the decoder, and there is none for this platform. */
    NO_DECODER
  }

  private final Kind kind;

  public AudioException(String message) {
    this(Kind.DAMAGED, message);
  }

  public AudioException(String message, Throwable cause) {
    this(Kind.DAMAGED, message, cause);
  }

  public AudioException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public AudioException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What is wrong, for a program. */
  public Kind kind() {
    return kind;
  }
}
