package dev.hark.model;

/**
 * A model that cannot be used: a folder without the needed files, or a file that is damaged,
 * truncated or of the wrong kind. The message is one line that says what, where, what was found,
 * what was wanted and what to do; what a damaged file puts into it is made harmless.
 */
public class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 1500;

  public ModelException(String message) {
    super(oneLine(message));
  }

  public ModelException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** Names from a damaged file can be of any length and hold line breaks. */
  private static String oneLine(String message) {
    String line = message.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
