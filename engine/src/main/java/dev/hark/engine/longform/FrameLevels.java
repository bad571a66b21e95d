package dev.hark.engine.longform;

import dev.hark.audio.PcmStream;

/** Energy of 10 ms frames, summed in double precision so that equal stretches stay equal. */
final class FrameLevels {
  static final int FRAME_SAMPLES = PcmStream.SAMPLE_RATE_HZ / 100;

  /** Level of digital silence; sixteen-bit audio ends near -96 dB. */
  static final double SILENCE_DB = -100;

  private FrameLevels() {}

  /** Mean squares of the whole frames in [from, to) // [(to - from) / FRAME_SAMPLES] */
  static double[] meanSquares(float[] samples, int from, int to) {
    double[] means = new double[(to - from) / FRAME_SAMPLES];
    for (int i = 0; i < means.length; i++) {
      int start = from + i * FRAME_SAMPLES;
      double sum = 0;
      for (int k = start; k < start + FRAME_SAMPLES; k++) {
        sum += (double) samples[k] * samples[k];
      }
      means[i] = sum / FRAME_SAMPLES;
    }
    return means;
  }

  /** Level of a mean square, relative to a full-scale square wave. */
  static double decibels(double meanSquare) {
    return meanSquare <= 1e-10 ? SILENCE_DB : 10 * Math.log10(meanSquare);
  }
}
