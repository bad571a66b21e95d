package dev.hark.engine.stream;

import dev.hark.engine.Coverage;
import dev.hark.engine.ScoredToken;
import java.util.List;

/** The segment that a session is hearing. Used by the session's thread alone. */
sealed interface OpenSegment extends AutoCloseable permits LiveSegment, ExactSegment {
  /**
   * What has been made of the audio so far.
   *
   * @param tokens those of the stable text, if they are wanted
   * @param trouble what went wrong in this step, empty for nothing
   */
  record Hypothesis(
      String stable, String partial, String language, List<ScoredToken> tokens, String trouble) {}

  /**
   * What was made of the whole segment.
   *
   * @param tokens those of the text, if they are wanted
   * @param trouble what went wrong, empty for nothing
   */
  record Conclusion(
      String text, String language, List<ScoredToken> tokens, Coverage coverage, String trouble) {}

  /** Adds audio, at most {@link #untilStep} samples of it. */
  void append(float[] samples, int offset, int count);

  /** Samples of the segment so far. */
  SampleBuffer audio();

  /** Samples that are missing for the next step; most if it only waits for its turn. */
  int untilStep();

  /**
   * Whether to step now, which then has to be done: it is due and, if steps take turns, its turn.
   */
  boolean begin();

  /** Says that audio from here on may be given to the next segment, so its text must not settle. */
  void freeze();

  /** Transcribes what there is so far. */
  Hypothesis step() throws InterruptedException;

  /**
   * Transcribes the first samples of the segment for good.
   *
   * @param samples all of them, or those before a cut after {@link #freeze}
   */
  Conclusion conclude(int samples) throws InterruptedException;

  @Override
  void close();
}
