package dev.hark.audio;

/**
 * The log-mel frontend of Whisper and Qwen3-ASR: windows of 25 ms every 10 ms, power spectrum, 128
 * mel bands, base-10 logarithm, floor 8 decades under the loudest value of the clip, scaled by
 * {@code (x + 4) / 4} (Qwen3-ASR technical report; Radford et al. 2022). Computed in double
 * precision. One instance serves any number of threads.
 */
public final class LogMel {
  /** Samples between two frames. */
  public static final int HOP = 160;

  /** Shorter clips are continued with silence up to this many samples, half a second. */
  public static final int LEAST_SAMPLES = 8000;

  private static final int REACH = PowerSpectrum.LENGTH / 2;
  private static final double LEAST_ENERGY = 1e-10;
  private static final double DECADES = 8;

  private final MelFilterBank filters = new MelFilterBank();

  private LogMel() {}

  /** A frontend. */
  public static LogMel create() {
    return new LogMel();
  }

  /** Frames that a clip yields. */
  public static int frames(int samples) {
    return Math.max(samples, LEAST_SAMPLES) / HOP;
  }

  /** Features of a whole clip at 16 kHz: {@code frames(samples.length)} frames. */
  public MelSpectrogram compute(float[] samples) {
    return compute(samples, 0, samples.length);
  }

  /** Features of a part of an array, as if it stood alone. */
  public MelSpectrogram compute(float[] samples, int offset, int length) {
    return unpadded(samples, offset, length, Math.max(length, LEAST_SAMPLES));
  }

  /**
   * Features of the samples followed by zeros up to {@code paddedLength}, more than 200.
   *
   * <p>Frame i is centred on sample 160 i; beyond both ends the signal is mirrored.
   */
  MelSpectrogram unpadded(float[] samples, int offset, int length, int paddedLength) {
    float[] mirrored = new float[paddedLength + 2 * REACH];
    System.arraycopy(samples, offset, mirrored, REACH, length);
    for (int i = 1; i <= REACH; i++) {
      mirrored[REACH - i] = mirrored[REACH + i];
      mirrored[REACH + paddedLength - 1 + i] = mirrored[REACH + paddedLength - 1 - i];
    }
    int frames = paddedLength / HOP;
    float[] values = new float[MelSpectrogram.MELS * frames]; // [mels, frames]
    logarithms(mirrored, frames, values);
    scale(values);
    return new MelSpectrogram(values, frames);
  }

  private void logarithms(float[] mirrored, int frames, float[] values) {
    PowerSpectrum spectrum = new PowerSpectrum();
    double[] power = new double[MelFilterBank.BINS];
    for (int t = 0; t < frames; t++) {
      spectrum.compute(mirrored, t * HOP, power);
      for (int m = 0; m < MelSpectrogram.MELS; m++) {
        double energy = filters.apply(m, power);
        values[m * frames + t] = (float) Math.log10(Math.max(energy, LEAST_ENERGY));
      }
    }
  }

  private static void scale(float[] values) {
    float loudest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      loudest = Math.max(loudest, value);
    }
    float floor = (float) (loudest - DECADES);
    for (int i = 0; i < values.length; i++) {
      values[i] = (Math.max(values[i], floor) + 4) / 4;
    }
  }
}
