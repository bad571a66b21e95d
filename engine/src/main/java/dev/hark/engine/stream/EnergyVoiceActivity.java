package dev.hark.engine.stream;

import dev.hark.engine.VoiceActivity;

/**
 * Speech by its level and its voicing. The level, without what lies below the voice, is compared
 * with a noise floor that follows the quietest moments of the last seconds; frames with a clear
 * pitch need to rise less above it. Music is speech to it, steady noise is not.
 */
public final class EnergyVoiceActivity implements VoiceActivity {
  private static final int FRAME = 320; // 20 ms
  private static final int HISTORY = 400; // samples before the frame, to find a pitch in
  private static final double GAP = 3e-9; // mean square, -85 dB
  private static final double QUIETEST_DB = -60;

  /** Rise above the floor at which a frame is as likely speech as not. */
  private static final double RISE_DB = 9;

  /** What a clear pitch is worth. */
  private static final double VOICING_DB = 4;

  private static final double SOFTNESS_DB = 1.5;
  private static final int SHORTEST_LAG = 40; // 400 Hz
  private static final int LONGEST_LAG = 266; // 60 Hz
  private static final double HIGH_PASS = 0.96; // about 100 Hz

  private final float[] recent = new float[HISTORY + FRAME]; // filtered
  private final NoiseFloor floor = new NoiseFloor();
  private double lastInput;
  private double lastOutput;
  private double smoothed; // mean square

  @Override
  public int frameSamples() {
    return FRAME;
  }

  @Override
  public double speech(float[] samples, int offset) {
    System.arraycopy(recent, FRAME, recent, 0, HISTORY);
    double energy = 0;
    for (int i = 0; i < FRAME; i++) {
      double input = samples[offset + i];
      lastOutput = HIGH_PASS * (lastOutput + input - lastInput);
      lastInput = input;
      recent[HISTORY + i] = (float) lastOutput;
      energy += lastOutput * lastOutput;
    }
    double meanSquare = energy / FRAME;
    // Smoothed over time, but not with a gap in the recording.
    smoothed = smoothed < GAP ? meanSquare : 0.5 * smoothed + 0.5 * meanSquare;
    double level = 10 * Math.log10(smoothed + 1e-12);
    double voicing = voicing(energy);
    floor.accept(level, voicing);
    if (level < QUIETEST_DB || !floor.known()) {
      return 0; // what is heard first may be noise; padding brings it back if it is speech
    }
    double evidence = level - floor.decibels() - RISE_DB + VOICING_DB * voicing;
    return 1 / (1 + Math.exp(-evidence / SOFTNESS_DB));
  }

  /** How alike the frame is to itself one period before, 0 to 1. */
  private double voicing(double energy) {
    double best = 0;
    for (int lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag += 2) {
      double product = 0;
      double before = 0;
      for (int i = HISTORY; i < HISTORY + FRAME; i += 2) {
        product += recent[i] * recent[i - lag];
        before += recent[i - lag] * recent[i - lag];
      }
      best = Math.max(best, product / Math.sqrt(before * energy / 2 + 1e-12));
    }
    return Math.clamp((best - 0.5) * 2, 0, 1);
  }
}
