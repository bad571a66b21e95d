package dev.hark.server.http;

import java.util.List;

/**
 * What a route is about: the source of its documentation and of the checks of its parameters.
 *
 * @param summary one line
 * @param body how the body is sent
 * @param parameters of path, query and body
 */
public record Operation(String summary, Body body, List<Parameter> parameters) {
  /** How a body is sent. */
  public enum Body {
    NONE,
    JSON,
    MULTIPART
  }

  public Operation {
    parameters = List.copyOf(parameters);
  }

  /** An operation without a body. */
  public static Operation of(String summary, Parameter... parameters) {
    return new Operation(summary, Body.NONE, List.of(parameters));
  }
}
