package dev.hark.cli;

import tools.jackson.databind.json.JsonMapper;

/** Writing of JSON results. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  /** One object on one line. */
  static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** One object over several lines. */
  static String indented(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }
}
