package dev.hark.audio;

/**
 * The log-mel definition as it stands in the specification: no fast transform, no sparse filter.
 */
final class PlainLogMel {
  private PlainLogMel() {}

  static double[] compute(float[] samples) { // [mels, frames]
    int n = Math.max(samples.length, 8000);
    int frames = n / 160;
    double[][] filters = filters();
    double[] values = new double[128 * frames];
    double loudest = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < frames; t++) {
      double[] power = new double[201];
      for (int k = 0; k < 201; k++) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < 400; i++) {
          int at = Math.abs(160 * t + i - 200);
          at = at >= n ? 2 * (n - 1) - at : at;
          double x = at < samples.length ? samples[at] : 0;
          x *= 0.5 - 0.5 * Math.cos(2 * Math.PI * i / 400);
          double angle = 2 * Math.PI * (k * i % 400) / 400;
          re += x * Math.cos(angle);
          im -= x * Math.sin(angle);
        }
        power[k] = re * re + im * im;
      }
      for (int m = 0; m < 128; m++) {
        double energy = 0;
        for (int k = 0; k < 201; k++) {
          energy += filters[m][k] * power[k];
        }
        values[m * frames + t] = Math.log10(Math.max(energy, 1e-10));
        loudest = Math.max(loudest, values[m * frames + t]);
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (Math.max(values[i], loudest - 8) + 4) / 4;
    }
    return values;
  }

  private static double[][] filters() { // [mels, bins]
    double[] corners = new double[130];
    double top = 15 + Math.log(8) * 27 / Math.log(6.4);
    for (int i = 0; i < 130; i++) {
      double mel = top * i / 129;
      corners[i] = mel < 15 ? mel * 200 / 3 : 1000 * Math.pow(6.4, (mel - 15) / 27);
    }
    double[][] filters = new double[128][201];
    for (int m = 0; m < 128; m++) {
      for (int k = 0; k < 201; k++) {
        double rise = (40 * k - corners[m]) / (corners[m + 1] - corners[m]);
        double fall = (corners[m + 2] - 40 * k) / (corners[m + 2] - corners[m + 1]);
        filters[m][k] = Math.max(0, Math.min(rise, fall)) * 2 / (corners[m + 2] - corners[m]);
      }
    }
    return filters;
  }
}
