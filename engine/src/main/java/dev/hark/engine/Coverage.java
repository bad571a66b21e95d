package dev.hark.engine;

/** What became of a stretch of the input audio. Every second of a file has exactly one. */
public enum Coverage {
  /** Transcribed at the first try. */
  SPEECH,
  /** The model found no speech, or the stretch is silent. */
  NO_SPEECH,
  /** Transcribed in part only: text may be missing, and no retry helped. */
  TRUNCATED,
  /** Transcribed after a retry with other settings. */
  RECOVERED
}
