package dev.hark.audio;

/**
 * The band-limiting filter of a {@link Resampler}: a sinc under a Kaiser window, sampled once for
 * every phase that an output can have between two input samples.
 */
final class ResamplingFilter {
  /** Steps in an input sample where outputs are interpolated: error below -105 dB. */
  static final int INTERPOLATED_STEPS = 512;

  /** 6 dB down here, relative to the lower of the two Nyquist frequencies. */
  private static final double CUTOFF = 0.956;

  /** Zero crossings of the sinc on each side, at the lower rate. */
  private static final int ZERO_CROSSINGS = 64;

  private static final double KAISER_BETA = 10;
  private static final double KAISER_PEAK = bessel(KAISER_BETA);

  /** All phases are kept up to this many coefficients. */
  private static final int MOST_EXACT_COEFFICIENTS = 1 << 19;

  private final int halfTaps;
  private final float[][] phases; // [phases, taps]
  private final boolean exact;

  private ResamplingFilter(int halfTaps, float[][] phases, boolean exact) {
    this.halfTaps = halfTaps;
    this.phases = phases;
    this.exact = exact;
  }

  /** The filter for a change of rate by the reduced fraction {@code up / down}. */
  static ResamplingFilter design(int up, int down) {
    double stretch = Math.max(1, (double) down / up);
    int halfTaps = (int) Math.ceil(ZERO_CROSSINGS * stretch / CUTOFF / 2) * 2;
    boolean exact = (long) up * 2 * halfTaps <= MOST_EXACT_COEFFICIENTS;
    int steps = exact ? up : INTERPOLATED_STEPS;
    float[][] phases = new float[exact ? steps : steps + 1][];
    for (int p = 0; p < phases.length; p++) {
      phases[p] = taps((double) p / steps, stretch, halfTaps);
    }
    return new ResamplingFilter(halfTaps, phases, exact);
  }

  /** Input samples that count on each side of an output, an even number. */
  int halfTaps() {
    return halfTaps;
  }

  /**
   * True if there is a phase for each that occurs, {@code 1 / up} of an input sample apart; else
   * neighbours, {@code 1 / INTERPOLATED_STEPS} apart, are to be interpolated.
   */
  boolean exact() {
    return exact;
  }

  /** The taps for outputs that lie so many steps after an input sample; not a copy. */
  float[] phase(int steps) {
    return phases[steps];
  }

  /** Input samples that count for an output, a multiple of 4. */
  int taps() {
    return 2 * halfTaps;
  }

  private static float[] taps(double phase, double stretch, int halfTaps) {
    double[] taps = new double[2 * halfTaps];
    double sum = 0;
    for (int t = 0; t < taps.length; t++) {
      taps[t] = tap(t - halfTaps + 1 - phase, stretch, halfTaps);
      sum += taps[t];
    }
    float[] filter = new float[taps.length];
    for (int t = 0; t < taps.length; t++) {
      filter[t] = (float) (taps[t] / sum);
    }
    return filter;
  }

  /** The continuous impulse response, {@code distance} input samples from its centre. */
  static double tap(double distance, double stretch, int halfTaps) {
    double x = Math.PI * distance * CUTOFF / stretch;
    double sinc = x == 0 ? 1 : Math.sin(x) / x;
    double edge = distance / halfTaps;
    double window =
        Math.abs(edge) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - edge * edge)) / KAISER_PEAK;
    return sinc * window * CUTOFF / stretch;
  }

  /** Modified Bessel function of the first kind, order zero, by its power series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > sum * 1e-17; k++) {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
