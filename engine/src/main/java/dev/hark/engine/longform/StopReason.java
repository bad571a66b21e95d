package dev.hark.engine.longform;

/** Why the generation of a piece's text ended. */
public enum StopReason {
  /** The model said that it is done. */
  END,
  /** The model repeated itself without end, see {@link LoopDetector}. */
  LOOP,
  /** The tokens allowed for this length of audio were used up. */
  BUDGET
}
