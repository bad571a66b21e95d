package dev.hark.model.network;

/** Fixed sinusoidal positions: sines in the first half of a row, cosines in the second. */
final class Sinusoids {
  private Sinusoids() {}

  /** Rows for positions 0 to {@code length - 1}: {@code [length, width]}. */
  static float[] table(int length, int width) {
    int half = width / 2;
    double step = Math.log(10_000) / (half - 1);
    float[] table = new float[length * width]; // [length, width]
    for (int t = 0; t < length; t++) {
      for (int i = 0; i < half; i++) {
        double angle = t * Math.exp(-i * step);
        table[t * width + i] = (float) Math.sin(angle);
        table[t * width + half + i] = (float) Math.cos(angle);
      }
    }
    return table;
  }
}
