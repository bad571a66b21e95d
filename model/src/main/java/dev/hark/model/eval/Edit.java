package dev.hark.model.eval;

/**
 * One step from a reference to a hypothesis.
 *
 * @param kind what happens
 * @param reference the token of the reference; empty for an insertion
 * @param hypothesis the token of the hypothesis; empty for a deletion
 */
public record Edit(Kind kind, String reference, String hypothesis) {
  /** Kinds of steps. */
  public enum Kind {
    /** Both have the same token. */
    CORRECT,
    /** The hypothesis has another token. */
    SUBSTITUTION,
    /** The hypothesis lacks the token. */
    DELETION,
    /** The reference lacks the token. */
    INSERTION
  }
}
