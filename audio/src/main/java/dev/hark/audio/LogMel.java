package dev.hark.audio;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

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

  /** Samples that a window reaches to each side of its centre. */
  static final int REACH = PowerSpectrum.LENGTH / 2;

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
    return padded(samples, offset, length, Math.max(length, LEAST_SAMPLES));
  }

  /**
   * Features of a clip whose frequencies are moved.
   *
   * @param sourceHz where in the clip's spectrum the power at a frequency, 0 to 8000 Hz, comes from
   */
  public MelSpectrogram compute(float[] samples, DoubleUnaryOperator sourceHz) {
    MovedSpectrum move = new MovedSpectrum(sourceHz);
    int padded = Math.max(samples.length, LEAST_SAMPLES);
    float[] columns = new float[padded / HOP * MelSpectrogram.MELS]; // [frames, mels]
    double[] moved = new double[MelFilterBank.BINS];
    logarithms(
        mirrored(samples, 0, samples.length, padded),
        0,
        padded / HOP,
        columns,
        0,
        power -> {
          move.apply(power, moved);
          return moved;
        });
    return scaled(columns, padded / HOP);
  }

  /** Features of a clip that grows; see {@link StreamingLogMel}. */
  public StreamingLogMel stream() {
    return new StreamingLogMel(this);
  }

  /**
   * Features of the samples followed by zeros up to {@code paddedLength}, more than 200.
   *
   * <p>Frame i is centred on sample 160 i; beyond both ends the signal is mirrored.
   */
  MelSpectrogram padded(float[] samples, int offset, int length, int paddedLength) {
    int frames = paddedLength / HOP;
    float[] columns = new float[frames * MelSpectrogram.MELS]; // [frames, mels]
    logarithms(mirrored(samples, offset, length, paddedLength), 0, frames, columns, 0);
    return scaled(columns, frames);
  }

  private static float[] mirrored(float[] samples, int offset, int length, int paddedLength) {
    float[] mirrored = new float[paddedLength + 2 * REACH];
    System.arraycopy(samples, offset, mirrored, REACH, length);
    for (int i = 1; i <= REACH; i++) {
      mirrored[REACH - i] = mirrored[REACH + i];
      mirrored[REACH + paddedLength - 1 + i] = mirrored[REACH + paddedLength - 1 - i];
    }
    return mirrored;
  }

  /**
   * Writes unscaled frames, [frames, mels], to {@code columns}; the window of the first begins at
   * {@code samples[from]}.
   */
  void logarithms(float[] samples, int from, int frames, float[] columns, int firstFrame) {
    logarithms(samples, from, frames, columns, firstFrame, UnaryOperator.identity());
  }

  private void logarithms(
      float[] samples,
      int from,
      int frames,
      float[] columns,
      int firstFrame,
      UnaryOperator<double[]> change) {
    PowerSpectrum spectrum = new PowerSpectrum();
    double[] power = new double[MelFilterBank.BINS];
    for (int t = 0; t < frames; t++) {
      spectrum.compute(samples, from + t * HOP, power);
      double[] changed = change.apply(power);
      int column = (firstFrame + t) * MelSpectrogram.MELS;
      for (int m = 0; m < MelSpectrogram.MELS; m++) {
        double energy = filters.apply(m, changed);
        columns[column + m] = (float) Math.log10(Math.max(energy, LEAST_ENERGY));
      }
    }
  }

  /** The features that unscaled frames, [frames, mels], stand for. */
  static MelSpectrogram scaled(float[] columns, int frames) {
    float loudest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < frames * MelSpectrogram.MELS; i++) {
      loudest = Math.max(loudest, columns[i]);
    }
    float floor = (float) (loudest - DECADES);
    float[] values = new float[MelSpectrogram.MELS * frames]; // [mels, frames]
    for (int t = 0; t < frames; t++) {
      for (int m = 0; m < MelSpectrogram.MELS; m++) {
        float value = columns[t * MelSpectrogram.MELS + m];
        values[m * frames + t] = (Math.max(value, floor) + 4) / 4;
      }
    }
    return new MelSpectrogram(values, frames);
  }
}
