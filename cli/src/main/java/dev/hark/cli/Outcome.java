package dev.hark.cli;

import dev.hark.engine.Transcription;

/** What came of one input. */
sealed interface Outcome {
  /** It was transcribed, and its results are written. */
  record Transcribed(Transcription transcription) implements Outcome {}

  /** All its results were there already. */
  record Skipped() implements Outcome {}

  /**
   * It failed.
   *
   * @param message one line that names the input
   * @param kept what was transcribed before, possibly nothing
   */
  record Failed(String message, int exitCode, Transcription kept) implements Outcome {}
}
