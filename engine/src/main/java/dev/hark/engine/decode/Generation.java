package dev.hark.engine.decode;

import java.util.List;

/**
 * A generated sequence.
 *
 * @param tokens the new tokens, the stop token included
 * @param end why it ended
 * @param averageLogProbability mean natural log-probability of the tokens; NaN unless traced
 * @param trace what a porter wants to compare; empty lists and zeros unless asked for
 * @param timing where the time went
 */
public record Generation(
    TokenIds tokens, End end, double averageLogProbability, Trace trace, Timing timing) {

  /** Why a sequence ended. */
  public enum End {
    /** A stop token was generated. */
    STOP_TOKEN,
    /** The bound on new tokens was reached. */
    BUDGET,
    /** The listener asked for it. */
    LISTENER
  }

  /**
   * Numbers to compare with another implementation.
   *
   * @param audioTokens rows that the encoder made of the audio
   * @param encoderNorm Euclidean norm of all of them
   * @param topScores best scores of the first step, best first
   */
  public record Trace(int audioTokens, double encoderNorm, List<TokenScore> topScores) {
    public Trace {
      topScores = List.copyOf(topScores);
    }
  }

  /**
   * Durations in nanoseconds.
   *
   * @param encoderNanos audio encoder
   * @param prefillNanos prompt through the decoder, up to the first token
   * @param stepNanos each further token's step, shared with the sequences in the same batch
   */
  public record Timing(long encoderNanos, long prefillNanos, List<Long> stepNanos) {
    public Timing {
      stepNanos = List.copyOf(stepNanos);
    }
  }
}
