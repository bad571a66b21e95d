package dev.hark.engine;

/** What tells speech from silence. */
public enum Vad {
  /** Levels and voicing, without a model. */
  ENERGY,
  /** A head on the audio encoder, which the model has to have. */
  NEURAL
}
