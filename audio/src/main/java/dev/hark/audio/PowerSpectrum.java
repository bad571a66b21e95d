package dev.hark.audio;

/**
 * Power of the 201 frequencies of 400 real samples under a periodic Hann window. The samples are
 * taken as 200 complex ones, transformed in passes of radix 5, 5, 4 and 2 (Stockham's order, no bit
 * reversal), and untangled. Not for use by two threads at once.
 */
final class PowerSpectrum {
  /** Samples of a window. */
  static final int LENGTH = 400;

  private static final int HALF = LENGTH / 2;
  private static final double[] WINDOW = new double[LENGTH];
  private static final double[] COS = new double[LENGTH];
  private static final double[] SIN = new double[LENGTH];

  static {
    for (int i = 0; i < LENGTH; i++) {
      double angle = 2 * Math.PI * i / LENGTH;
      COS[i] = Math.cos(angle);
      SIN[i] = Math.sin(angle);
      WINDOW[i] = 0.5 - 0.5 * COS[i];
    }
  }

  private static final double C1 = COS[LENGTH / 5];
  private static final double C2 = COS[2 * LENGTH / 5];
  private static final double S1 = SIN[LENGTH / 5];
  private static final double S2 = SIN[2 * LENGTH / 5];

  private final double[] re = new double[HALF];
  private final double[] im = new double[HALF];
  private final double[] re2 = new double[HALF];
  private final double[] im2 = new double[HALF];

  /** Writes the powers of {@code samples[from .. from + 400)} to {@code power}, [201 bins]. */
  void compute(float[] samples, int from, double[] power) {
    for (int i = 0; i < HALF; i++) {
      re[i] = samples[from + 2 * i] * WINDOW[2 * i];
      im[i] = samples[from + 2 * i + 1] * WINDOW[2 * i + 1];
    }
    radix5(re, im, re2, im2, 200, 1);
    radix5(re2, im2, re, im, 40, 5);
    radix4(re, im, re2, im2, 8, 25);
    radix2(re2, im2, re, im, 100);
    untangle(power);
  }

  /** X[k] = E[k] + w^k O[k] with E, O the transforms of the even and the odd samples. */
  private void untangle(double[] power) {
    power[0] = square(re[0] + im[0]);
    power[HALF] = square(re[0] - im[0]);
    for (int k = 1; k < HALF; k++) {
      double evenRe = (re[k] + re[HALF - k]) / 2;
      double evenIm = (im[k] - im[HALF - k]) / 2;
      double oddRe = (im[k] + im[HALF - k]) / 2;
      double oddIm = (re[HALF - k] - re[k]) / 2;
      double c = COS[k];
      double s = -SIN[k];
      power[k] = square(evenRe + c * oddRe - s * oddIm) + square(evenIm + c * oddIm + s * oddRe);
    }
  }

  /** One pass over {@code stride} interleaved transforms of length {@code n}. */
  private static void radix5(
      double[] xr, double[] xi, double[] yr, double[] yi, int n, int stride) {
    int m = n / 5;
    int step = LENGTH / n;
    for (int p = 0; p < m; p++) {
      double w1r = COS[p * step];
      double w1i = -SIN[p * step];
      double w2r = COS[2 * p * step];
      double w2i = -SIN[2 * p * step];
      double w3r = COS[3 * p * step];
      double w3i = -SIN[3 * p * step];
      double w4r = COS[4 * p * step];
      double w4i = -SIN[4 * p * step];
      for (int q = 0; q < stride; q++) {
        int in = q + stride * p;
        int hop = stride * m;
        double ar = xr[in];
        double ai = xi[in];
        double sumR1 = xr[in + hop] + xr[in + 4 * hop];
        double sumI1 = xi[in + hop] + xi[in + 4 * hop];
        double difR1 = xr[in + hop] - xr[in + 4 * hop];
        double difI1 = xi[in + hop] - xi[in + 4 * hop];
        double sumR2 = xr[in + 2 * hop] + xr[in + 3 * hop];
        double sumI2 = xi[in + 2 * hop] + xi[in + 3 * hop];
        double difR2 = xr[in + 2 * hop] - xr[in + 3 * hop];
        double difI2 = xi[in + 2 * hop] - xi[in + 3 * hop];
        double r1 = ar + C1 * sumR1 + C2 * sumR2;
        double i1 = ai + C1 * sumI1 + C2 * sumI2;
        double r2 = ar + C2 * sumR1 + C1 * sumR2;
        double i2 = ai + C2 * sumI1 + C1 * sumI2;
        double dr1 = S1 * difR1 + S2 * difR2;
        double di1 = S1 * difI1 + S2 * difI2;
        double dr2 = S2 * difR1 - S1 * difR2;
        double di2 = S2 * difI1 - S1 * difI2;
        int out = q + stride * 5 * p;
        yr[out] = ar + sumR1 + sumR2;
        yi[out] = ai + sumI1 + sumI2;
        rotate(yr, yi, out + stride, r1 + di1, i1 - dr1, w1r, w1i);
        rotate(yr, yi, out + 2 * stride, r2 + di2, i2 - dr2, w2r, w2i);
        rotate(yr, yi, out + 3 * stride, r2 - di2, i2 + dr2, w3r, w3i);
        rotate(yr, yi, out + 4 * stride, r1 - di1, i1 + dr1, w4r, w4i);
      }
    }
  }

  private static void radix4(
      double[] xr, double[] xi, double[] yr, double[] yi, int n, int stride) {
    int m = n / 4;
    int step = LENGTH / n;
    for (int p = 0; p < m; p++) {
      int w = p * step;
      for (int q = 0; q < stride; q++) {
        int in = q + stride * p;
        int hop = stride * m;
        double sumR02 = xr[in] + xr[in + 2 * hop];
        double sumI02 = xi[in] + xi[in + 2 * hop];
        double difR02 = xr[in] - xr[in + 2 * hop];
        double difI02 = xi[in] - xi[in + 2 * hop];
        double sumR13 = xr[in + hop] + xr[in + 3 * hop];
        double sumI13 = xi[in + hop] + xi[in + 3 * hop];
        double difR13 = xr[in + hop] - xr[in + 3 * hop];
        double difI13 = xi[in + hop] - xi[in + 3 * hop];
        int out = q + stride * 4 * p;
        yr[out] = sumR02 + sumR13;
        yi[out] = sumI02 + sumI13;
        rotate(yr, yi, out + stride, difR02 + difI13, difI02 - difR13, COS[w], -SIN[w]);
        rotate(yr, yi, out + 2 * stride, sumR02 - sumR13, sumI02 - sumI13, COS[2 * w], -SIN[2 * w]);
        rotate(yr, yi, out + 3 * stride, difR02 - difI13, difI02 + difR13, COS[3 * w], -SIN[3 * w]);
      }
    }
  }

  private static void radix2(double[] xr, double[] xi, double[] yr, double[] yi, int stride) {
    for (int q = 0; q < stride; q++) {
      yr[q] = xr[q] + xr[q + stride];
      yi[q] = xi[q] + xi[q + stride];
      yr[q + stride] = xr[q] - xr[q + stride];
      yi[q + stride] = xi[q] - xi[q + stride];
    }
  }

  private static void rotate(
      double[] yr, double[] yi, int at, double r, double i, double wr, double wi) {
    yr[at] = r * wr - i * wi;
    yi[at] = r * wi + i * wr;
  }

  private static double square(double x) {
    return x * x;
  }
}
