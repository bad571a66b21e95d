package dev.hark.model.hub;

/**
 * What a new look at a file of a cached model found.
 *
 * @param file its name
 * @param state whether it is whole
 */
public record FileCheck(String file, State state) {
  /** States of a file. */
  public enum State {
    /** It has the hash under which it was stored. */
    OK,
    /** Its content has another hash. */
    CHANGED,
    /** It is needed but not there. */
    MISSING,
    /** No hash of it is known, so nothing can be said. */
    UNKNOWN
  }
}
