package dev.hark.audio;

/**
 * 128 triangular filters over the 201 power bins of a 400-point transform at 16 kHz, from 0 to 8
 * kHz on the Slaney mel scale, each of unit area (Slaney, "Auditory Toolbox", 1998). Few of their
 * weights are not zero, and only those are kept.
 */
final class MelFilterBank {
  static final int BINS = PowerSpectrum.LENGTH / 2 + 1;
  static final double BIN_HZ = (double) PcmStream.SAMPLE_RATE_HZ / PowerSpectrum.LENGTH;

  private static final double HIGHEST_HZ = PcmStream.SAMPLE_RATE_HZ / 2.0;

  private final int[] firstBins = new int[MelSpectrogram.MELS];
  private final double[][] weights = new double[MelSpectrogram.MELS][]; // [mels, bins of the mel]

  MelFilterBank() {
    double[] corners = new double[MelSpectrogram.MELS + 2];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = hertz(mel(HIGHEST_HZ) * i / (corners.length - 1));
    }
    for (int m = 0; m < MelSpectrogram.MELS; m++) {
      double low = corners[m];
      double peak = corners[m + 1];
      double high = corners[m + 2];
      int first = (int) (low / BIN_HZ) + 1;
      int end = (int) Math.ceil(high / BIN_HZ);
      firstBins[m] = first;
      weights[m] = new double[end - first];
      for (int bin = first; bin < end; bin++) {
        double hz = bin * BIN_HZ;
        double height = Math.min((hz - low) / (peak - low), (high - hz) / (high - peak));
        weights[m][bin - first] = (float) (height * 2 / (high - low));
      }
    }
  }

  /** Energy in a band. */
  double apply(int mel, double[] power) {
    double sum = 0;
    int first = firstBins[mel];
    double[] weight = weights[mel];
    for (int i = 0; i < weight.length; i++) {
      sum += weight[i] * power[first + i];
    }
    return sum;
  }

  /** The weight that a filter gives to a bin. */
  double weight(int mel, int bin) {
    int i = bin - firstBins[mel];
    return i < 0 || i >= weights[mel].length ? 0 : weights[mel][i];
  }

  private static double mel(double hertz) {
    return hertz < 1000 ? 3 * hertz / 200 : 15 + Math.log(hertz / 1000) * 27 / Math.log(6.4);
  }

  private static double hertz(double mel) {
    return mel < 15 ? mel * 200 / 3 : 1000 * Math.exp((mel - 15) * Math.log(6.4) / 27);
  }
}
