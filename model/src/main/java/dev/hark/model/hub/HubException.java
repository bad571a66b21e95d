package dev.hark.model.hub;

import dev.hark.model.ModelException;

/** A model that cannot be had from a hub or the cache. {@link #reason} says what to do about it. */
public final class HubException extends ModelException {
  private static final long serialVersionUID = 1L;

  /** Kinds of failure, by who can act. */
  public enum Reason {
    /** The hub asks for a token, or the model does not exist. */
    UNAUTHORIZED,
    /** The token lacks the right, or the terms of the model were not accepted. */
    FORBIDDEN,
    /** No such model, revision, file or folder. */
    NOT_FOUND,
    /** The hub lists files, but not those of a model. */
    NOT_A_MODEL,
    /** The hub refuses because of too many requests. */
    RATE_LIMITED,
    /** The hub does not answer, or answers with errors. */
    UNREACHABLE,
    /** Work without network was asked for and the cache lacks the model. */
    OFFLINE,
    /** The disk of the cache lacks room. */
    DISK_FULL,
    /** The cache cannot be read or written. */
    CACHE,
    /** The content is not what the hub announced. */
    CORRUPT
  }

  private final Reason reason;

  HubException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  HubException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What kind of failure it is. */
  public Reason reason() {
    return reason;
  }
}
