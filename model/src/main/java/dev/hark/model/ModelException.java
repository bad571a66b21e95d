package dev.hark.model;

/**
 * A model that cannot be used: a folder without the needed files, or a file that is damaged,
 * truncated or of the wrong kind. The message is one line that says what, where, what was found,
 * what was wanted and what to do.
 */
public class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
