package dev.hark.audio;

import java.util.Arrays;

/**
 * Changes the sampling rate of a mono signal with a band-limited filter (a sinc under a Kaiser
 * window, linear phase, no delay), one block after another. It serves one signal, on one thread.
 *
 * <p>{@code n} samples become {@code ceil(n * toHz / fromHz)}; output sample {@code k} lies at the
 * time of {@code k * fromHz / toHz} input samples; beyond both ends the signal counts as zero. What
 * the blocks are does not change a bit of the result.
 */
public final class Resampler {
  private static final int ROOM = 1 << 13;

  private final int up;
  private final int down;
  private final ResamplingFilter filter;
  private final ResamplingBlock block;

  private float[] history;
  private int historyLength;
  private long historyStart; // input index of history[0]
  private long inputLength;
  private long produced;
  private boolean finished;

  private Resampler(int fromHz, int toHz) {
    int divisor = gcd(fromHz, toHz);
    up = toHz / divisor;
    down = fromHz / divisor;
    filter = ResamplingFilter.design(up, down);
    block = new ResamplingBlock(up, down, filter);
    history = new float[filter.taps() + ROOM];
    historyStart = -filter.halfTaps();
    historyLength = filter.halfTaps();
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
    float[] out = new float[Math.toIntExact(resampler.available())];
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
      int tail = filter.halfTaps() + 1;
      append(tail);
      Arrays.fill(history, historyLength, historyLength + tail, 0);
      historyLength += tail;
    }
  }

  /** How many samples can be read now. */
  public long available() {
    // An output at input sample s needs the samples up to s + halfTaps.
    long reached = historyStart + historyLength - filter.halfTaps();
    long end = reached <= 0 ? 0 : Math.ceilDiv(reached * up, (long) down);
    if (finished) {
      end = Math.min(end, Math.ceilDiv(inputLength * up, (long) down));
    }
    return end - produced;
  }

  /**
   * Writes what can be computed from the samples taken in so far.
   *
   * @return how many samples were written; fewer than {@code length} means: accept more, or the end
   */
  public int read(float[] out, int offset, int length) {
    int wanted = (int) Math.min(length, available());
    int n = 0;
    while (n < wanted) {
      int phase = (int) (produced * down % up);
      int periods = produced % up == 0 ? block.periods(wanted - n) : 0;
      if (periods > 0) {
        block.compute(history, first(), periods, out, offset + n);
        n += periods * up;
        produced += (long) periods * up;
      } else {
        out[offset + n] = value(phase, first());
        n++;
        produced++;
      }
    }
    return n;
  }

  /** Where in the history the window of the next output begins. */
  private int first() {
    return (int) (produced * down / up - filter.halfTaps() + 1 - historyStart);
  }

  private float value(int phase, int first) {
    if (filter.exact()) {
      return dot(history, first, filter.phase(phase));
    }
    double step = (double) phase * ResamplingFilter.INTERPOLATED_STEPS / up;
    int lower = (int) step;
    float a = dot(history, first, filter.phase(lower));
    float b = dot(history, first, filter.phase(lower + 1));
    return a + (float) (step - lower) * (b - a);
  }

  /** Makes room, forgetting the samples that no further output needs. */
  private void append(int length) {
    if (historyLength + length > history.length) {
      int forget = Math.clamp(first(), 0, historyLength);
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

  /** Four products at a time, in the very order of {@link ResamplingBlock}. */
  private static float dot(float[] x, int from, float[] taps) {
    float sum = 0;
    for (int t = 0; t < taps.length; t += 4) {
      float four = x[from + t] * taps[t];
      four = Math.fma(x[from + t + 1], taps[t + 1], four);
      four = Math.fma(x[from + t + 2], taps[t + 2], four);
      four = Math.fma(x[from + t + 3], taps[t + 3], four);
      sum += four;
    }
    return sum;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
