package dev.hark.model.eval;

/**
 * How many tokens were right and wrong. Counts of several clips add up; their rates must not be
 * averaged.
 *
 * @param correct tokens that are the same
 * @param substitutions tokens that were taken for others
 * @param deletions tokens of the reference that are missing
 * @param insertions tokens that the reference does not have
 */
public record ErrorCounts(long correct, long substitutions, long deletions, long insertions) {
  /** No tokens at all. */
  public static final ErrorCounts NONE = new ErrorCounts(0, 0, 0, 0);

  /** Tokens of the reference. */
  public long referenceLength() {
    return correct + substitutions + deletions;
  }

  /** All errors. */
  public long errors() {
    return substitutions + deletions + insertions;
  }

  /**
   * Errors over the length of the reference: the word or character error rate. It exceeds 1 when
   * much is inserted. NaN for an empty reference, for which no rate exists.
   */
  public double rate() {
    return referenceLength() == 0 ? Double.NaN : (double) errors() / referenceLength();
  }

  /** The sum of both. */
  public ErrorCounts plus(ErrorCounts other) {
    return new ErrorCounts(
        correct + other.correct,
        substitutions + other.substitutions,
        deletions + other.deletions,
        insertions + other.insertions);
  }
}
