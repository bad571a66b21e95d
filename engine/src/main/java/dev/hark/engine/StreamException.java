package dev.hark.engine;

/** Audio that a live session cannot take. */
public final class StreamException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** More audio waits to be decoded than the options allow. */
    OVERFLOW,
    /** The session was finished or closed, or has failed. */
    CLOSED
  }

  private final Kind kind;

  public StreamException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Why, for a program. */
  public Kind kind() {
    return kind;
  }
}
