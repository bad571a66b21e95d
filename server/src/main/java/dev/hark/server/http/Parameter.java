package dev.hark.server.http;

/**
 * One parameter of an operation.
 *
 * @param name the name, without the {@code []} that marks lists in forms
 * @param place where it is sent
 * @param type what its values are
 * @param required whether it must be there
 * @param meaning one line
 */
public record Parameter(
    String name, Place place, ValueType type, boolean required, String meaning) {
  /** Where a parameter is sent. */
  public enum Place {
    PATH,
    QUERY,
    HEADER,
    BODY
  }

  /** A parameter of the body that may be left out. */
  public static Parameter optional(String name, ValueType type, String meaning) {
    return new Parameter(name, Place.BODY, type, false, meaning);
  }

  /** A parameter of the body that must be there. */
  public static Parameter required(String name, ValueType type, String meaning) {
    return new Parameter(name, Place.BODY, type, true, meaning);
  }

  /** A part of the path. */
  public static Parameter path(String name, String meaning) {
    return new Parameter(name, Place.PATH, new ValueType.Text(200), true, meaning);
  }

  /** The same parameter, which must be there. */
  public Parameter mandatory() {
    return new Parameter(name, place, type, true, meaning);
  }
}
