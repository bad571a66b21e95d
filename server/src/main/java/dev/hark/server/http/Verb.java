package dev.hark.server.http;

import io.javalin.http.HandlerType;

/** The methods of routes. */
public enum Verb {
  GET,
  POST,
  DELETE;

  HandlerType type() {
    return switch (this) {
      case GET -> HandlerType.GET;
      case POST -> HandlerType.POST;
      case DELETE -> HandlerType.DELETE;
    };
  }
}
