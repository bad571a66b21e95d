package dev.hark.engine;

import dev.hark.engine.stream.EnergyVoiceActivity;

/**
 * Judges how likely each short frame of a stream is to hold speech. It keeps state, so a session
 * has one of its own and calls it on one thread, frame after frame.
 */
public interface VoiceActivity {
  /** Samples of a frame at 16 kHz. */
  int frameSamples();

  /**
   * How likely the next frame is to hold speech, from 0 to 1.
   *
   * @param samples where the frame is, mono, 16 kHz, in [-1, 1]
   * @param offset index of its first sample
   */
  double speech(float[] samples, int offset);

  /** A detector that needs no model: level above an adaptive noise floor, and voicing. */
  static VoiceActivity energy() {
    return new EnergyVoiceActivity();
  }
}
