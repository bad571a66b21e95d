package dev.hark.audio;

/** Band-limited interpolation straight from its definition, one output sample at a time. */
final class PlainResampler {
  private PlainResampler() {}

  static double sample(float[] x, int fromHz, int toHz, int k) {
    double time = (double) ((long) k * fromHz) / toHz; // in input samples
    double stretch = Math.max(1, (double) fromHz / toHz);
    int half = (int) Math.ceil(64 * stretch / 0.956 / 2) * 2;
    double sum = 0;
    double weights = 0;
    for (int i = (int) Math.floor(time) - half + 1; i <= (int) Math.floor(time) + half; i++) {
      double distance = i - time;
      double weight = ResamplingFilter.tap(distance, stretch, half);
      weights += weight;
      sum += i < 0 || i >= x.length ? 0 : weight * x[i];
    }
    return sum / weights;
  }
}
