package dev.hark.engine.stream;

import java.util.Arrays;

/**
 * The level of the noise behind the voice: the quietest moment of the last three seconds. Sound
 * without pitch that stays level for longer than a speaker hisses is noise at once.
 */
final class NoiseFloor {
  /** Frames of 20 ms in a block, of which the quietest counts. */
  private static final int BLOCK_FRAMES = 10;

  private static final int BLOCKS = 15;
  private static final int STEADY_BLOCKS = 4;
  private static final double STEADY_DB = 4;
  private static final double UNVOICED = 0.3;
  private static final double FIRST_DB = -40; // a noisy room, until a quieter moment comes
  private static final double LEAST_DB = -69;

  /** Less is no room but a gap in the recording, and says nothing about the noise. */
  private static final double DIGITAL_SILENCE_DB = -85;

  private final double[] quietest = new double[BLOCKS]; // ring
  private double blockLow;
  private double blockHigh;
  private double blockVoicing;
  private double runLow;
  private double runHigh;
  private int steadyBlocks;
  private long frames;

  NoiseFloor() {
    Arrays.fill(quietest, FIRST_DB);
  }

  /** Takes the level and the voicing of the next frame. */
  void accept(double level, double voicing) {
    if (level < DIGITAL_SILENCE_DB) {
      return;
    }
    int inBlock = (int) (frames % BLOCK_FRAMES);
    int block = (int) (frames / BLOCK_FRAMES % BLOCKS);
    blockLow = inBlock == 0 ? level : Math.min(blockLow, level);
    blockHigh = inBlock == 0 ? level : Math.max(blockHigh, level);
    blockVoicing = (inBlock == 0 ? 0 : blockVoicing) + voicing / BLOCK_FRAMES;
    quietest[block] = blockLow;
    frames++;
    if (inBlock == BLOCK_FRAMES - 1) {
      endBlock();
    }
  }

  private void endBlock() {
    double low = steadyBlocks == 0 ? blockLow : Math.min(runLow, blockLow);
    double high = steadyBlocks == 0 ? blockHigh : Math.max(runHigh, blockHigh);
    boolean steady = blockVoicing < UNVOICED && blockHigh - blockLow < STEADY_DB;
    if (!steady || high - low > STEADY_DB) {
      low = blockLow;
      high = blockHigh;
      steadyBlocks = 0;
    }
    runLow = low;
    runHigh = high;
    steadyBlocks += steady ? 1 : 0;
    if (steadyBlocks >= STEADY_BLOCKS || (steady && frames == BLOCK_FRAMES)) {
      for (int i = 0; i < BLOCKS; i++) {
        quietest[i] = Math.max(quietest[i], runLow);
      }
    }
  }

  /** Whether enough has been heard to tell noise from voice. */
  boolean known() {
    return frames > BLOCK_FRAMES;
  }

  /** The floor now. */
  double decibels() {
    return Math.max(LEAST_DB, Arrays.stream(quietest).min().orElse(FIRST_DB));
  }
}
