package dev.hark.server.http;

/** Who may use a route. */
public enum Access {
  /** Whoever has an API key; everybody if the server has no keys. */
  KEY,
  /** Everybody: health, and the files of the studio, which ask for the key themselves. */
  PUBLIC
}
