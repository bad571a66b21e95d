package dev.hark.audio;

import java.util.Arrays;

/**
 * Changes the sampling rate of a mono signal with a band-limited filter (a sinc under a Kaiser
 * window, linear phase, no delay), one block after another.
 *
 * <p>{@code n} samples become {@code ceil(n * toHz / fromHz)}; output sample {@code k} lies at the
 * time of {@code k * fromHz / toHz} input samples; beyond both ends the signal counts as zero. What
 * the blocks are does not change a bit of the result.
 */
public final class Resampler {
  /** Reached before the lower of the two Nyquist frequencies, relative to it: 6 dB down. */
  private static final double CUTOFF = 0.956;

  /** Zero crossings of the sinc on each side, at the lower rate. */
  private static final int ZERO_CROSSINGS = 64;

  private static final double KAISER_BETA = 10;

  /** Filters kept exactly, one for each phase, up to this many coefficients. */
  private static final int MOST_EXACT_COEFFICIENTS = 1 << 19;

  /** Otherwise two neighbours of this many phases are interpolated: error below -105 dB. */
  private static final int INTERPOLATED_PHASES = 512;

  private final int up;
  private final int down;
  private final int halfTaps;
  private final float[][] filters; // [phases, taps]
  private final boolean exact;

  private float[] history = new float[1 << 13];
  private int historyLength;
  private long historyStart; // input index of history[0]
  private long inputLength;
  private long produced;
  private boolean finished;

  private Resampler(int fromHz, int toHz) {
    int divisor = gcd(fromHz, toHz);
    up = toHz / divisor;
    down = fromHz / divisor;
    double stretch = Math.max(1, (double) fromHz / toHz);
    halfTaps = (int) Math.ceil(ZERO_CROSSINGS * stretch / CUTOFF);
    exact = (long) up * 2 * halfTaps <= MOST_EXACT_COEFFICIENTS;
    int phases = exact ? up : INTERPOLATED_PHASES + 1;
    filters = new float[phases][];
    for (int p = 0; p < phases; p++) {
      filters[p] = filter((double) p / (exact ? up : INTERPOLATED_PHASES), stretch, halfTaps);
    }
    history = new float[2 * halfTaps + (1 << 13)];
    historyStart = -halfTaps;
    historyLength = halfTaps;
  }

  /**
   * A resampler for one signal.
   *
   * @throws IllegalArgumentException if a rate is outside 1 kHz to 768 kHz
   */
  public static Resampler create(int fromHz, int toHz) {
    for (int rate : new int[] {fromHz, toHz}) {
      if (rate < WavHeader.LEAST_RATE_HZ || rate > WavHeader.MOST_RATE_HZ) {
        throw new IllegalArgumentException(
            "sampling rate is " + rate + " Hz, wanted 1000 to 768000 Hz");
      }
    }
    return new Resampler(fromHz, toHz);
  }

  /** A whole signal at once. */
  public static float[] resample(float[] samples, int fromHz, int toHz) {
    if (fromHz == toHz) {
      return samples.clone();
    }
    Resampler resampler = create(fromHz, toHz);
    resampler.accept(samples, 0, samples.length);
    resampler.finish();
    float[] out = new float[Math.toIntExact(resampler.lengthSoFar())];
    int n = resampler.read(out, 0, out.length);
    assert n == out.length;
    return out;
  }

  /** Takes in further samples. */
  public void accept(float[] samples, int offset, int length) {
    if (finished) {
      throw new IllegalStateException("samples after finish()");
    }
    append(length);
    System.arraycopy(samples, offset, history, historyLength, length);
    historyLength += length;
    inputLength += length;
  }

  /** Says that the signal ends here, so that its tail can be read. */
  public void finish() {
    if (!finished) {
      finished = true;
      append(halfTaps + 1);
      Arrays.fill(history, historyLength, historyLength + halfTaps + 1, 0);
      historyLength += halfTaps + 1;
    }
  }

  /**
   * Writes what can be computed from the samples taken in so far.
   *
   * @return how many samples were written; fewer than {@code length} means: accept more, or the end
   */
  public int read(float[] out, int offset, int length) {
    int n = 0;
    long end = finished ? lengthSoFar() : Long.MAX_VALUE;
    for (; n < length && produced < end; n++, produced++) {
      long position = produced * down;
      long first = position / up - halfTaps + 1 - historyStart;
      if (first + 2L * halfTaps > historyLength) {
        break;
      }
      out[offset + n] = value((int) (position % up), (int) first);
    }
    return n;
  }

  private float value(int phase, int first) {
    if (exact) {
      return dot(history, first, filters[phase]);
    }
    double exactPhase = (double) phase * INTERPOLATED_PHASES / up;
    int lower = (int) exactPhase;
    float share = (float) (exactPhase - lower);
    float a = dot(history, first, filters[lower]);
    return a + share * (dot(history, first, filters[lower + 1]) - a);
  }

  /** Output samples that all input so far stands for. */
  private long lengthSoFar() {
    return Math.ceilDiv(inputLength * up, (long) down);
  }

  /** Makes room, forgetting the samples that no further output needs. */
  private void append(int length) {
    long needed = produced * down / up - halfTaps + 1;
    int forget = (int) Math.min(historyLength, Math.max(0, needed - historyStart));
    if (historyLength + length > history.length) {
      int keep = historyLength - forget;
      float[] target =
          keep + length > history.length
              ? new float[Math.max(keep + length, history.length + history.length / 2)]
              : history;
      System.arraycopy(history, forget, target, 0, keep);
      history = target;
      historyLength = keep;
      historyStart += forget;
    }
  }

  /** Four running sums: the sum of products of floats is the whole cost of resampling. */
  private static float dot(float[] x, int from, float[] filter) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int n = filter.length;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      a = Math.fma(x[from + i], filter[i], a);
      b = Math.fma(x[from + i + 1], filter[i + 1], b);
      c = Math.fma(x[from + i + 2], filter[i + 2], c);
      d = Math.fma(x[from + i + 3], filter[i + 3], d);
    }
    for (; i < n; i++) {
      a = Math.fma(x[from + i], filter[i], a);
    }
    return (a + b) + (c + d);
  }

  /**
   * The taps for an output that lies {@code phase} (0 to 1) input samples after an input sample.
   */
  private static float[] filter(double phase, double stretch, int halfTaps) {
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
        Math.abs(edge) >= 1
            ? 0
            : bessel(KAISER_BETA * Math.sqrt(1 - edge * edge)) / bessel(KAISER_BETA);
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

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
