package dev.hark.train.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Hides parts of a log-mel spectrogram (Park et al. 2019): bands of frequencies and stretches of
 * time become the mean of all.
 *
 * @param bands how many bands of frequencies
 * @param mostBins widest band
 * @param stretches how many stretches of time
 * @param mostFrames longest stretch; never more than a tenth of the recording each
 */
public record SpecAugment(int bands, int mostBins, int stretches, int mostFrames) {
  /** Two bands of up to 24 of 128 bins, two stretches of up to 0.3 s. */
  public static final SpecAugment STANDARD = new SpecAugment(2, 24, 2, 30);

  /**
   * Masks in place.
   *
   * @param logMel [bins, frames]
   */
  public void mask(float[] logMel, int bins, int frames, RandomGenerator random) {
    if (logMel.length != bins * frames) {
      throw new IllegalArgumentException(
          "%d values are not %d bins of %d frames".formatted(logMel.length, bins, frames));
    }
    double sum = 0;
    for (float value : logMel) {
      sum += value;
    }
    float mean = (float) (sum / Math.max(1, logMel.length));
    for (int band = 0; band < bands; band++) {
      int width = random.nextInt(Math.min(mostBins, bins) + 1);
      int first = random.nextInt(bins - width + 1);
      Arrays.fill(logMel, first * frames, (first + width) * frames, mean);
    }
    for (int stretch = 0; stretch < stretches; stretch++) {
      int width = random.nextInt(Math.min(mostFrames, frames / 10) + 1);
      int first = random.nextInt(frames - width + 1);
      for (int bin = 0; bin < bins; bin++) {
        int row = bin * frames + first;
        Arrays.fill(logMel, row, row + width, mean);
      }
    }
  }
}
