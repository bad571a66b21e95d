package dev.hark.audio;

/** Brings a waveform into [-1, 1] by the rule of the Qwen3-ASR frontend. */
public final class FullScale {
  private FullScale() {}

  /**
   * Divides all samples by the peak if that exceeds 1, in place. Quiet audio is not amplified.
   *
   * @return the array given
   */
  public static float[] normalize(float[] samples) {
    float peak = peak(samples, 0, samples.length);
    if (peak > 1) {
      clip(samples, 0, samples.length, peak);
    }
    return samples;
  }

  /** The largest magnitude of a part of the array. */
  static float peak(float[] samples, int offset, int length) {
    float peak = 0;
    for (int i = offset; i < offset + length; i++) {
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    return peak;
  }

  /** Divides a part of the array and limits it to [-1, 1]. */
  static void clip(float[] samples, int offset, int length, float divisor) {
    for (int i = offset; i < offset + length; i++) {
      samples[i] = Math.max(-1, Math.min(1, samples[i] / divisor));
    }
  }
}
