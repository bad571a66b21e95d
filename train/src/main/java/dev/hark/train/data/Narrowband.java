package dev.hark.train.data;

import dev.hark.audio.Resampler;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A recording made at 8 kHz: nothing above 4 kHz is left. One in three goes over a telephone. */
record Narrowband() implements Effect {
  private static final int NARROW_HZ = 8_000;
  private static final double MU = 255;

  @Override
  public float[] apply(float[] samples, RandomGenerator random) {
    return limit(samples, random.nextInt(3) == 0);
  }

  /** Through 8 kHz and back; a telephone also cuts below 300 Hz and codes in 8 bits. */
  static float[] limit(float[] samples, boolean telephone) {
    float[] narrow = Resampler.resample(samples, HZ, NARROW_HZ);
    if (telephone) {
      float follow = (float) (1 - Math.exp(-2 * Math.PI * 300 / NARROW_HZ));
      float low = 0;
      for (int i = 0; i < narrow.length; i++) {
        low += follow * (narrow[i] - low);
        narrow[i] = muLaw(narrow[i] - low);
      }
    }
    float[] wide = Resampler.resample(narrow, NARROW_HZ, HZ);
    return wide.length == samples.length ? wide : Arrays.copyOf(wide, samples.length);
  }

  /** A sample after coding and decoding in mu-law: 256 steps, finer for what is quieter. */
  static float muLaw(float sample) {
    double magnitude = Math.min(1, Math.abs(sample));
    double code = Math.rint(127 * Math.log1p(MU * magnitude) / Math.log1p(MU)) / 127;
    double decoded = Math.expm1(code * Math.log1p(MU)) / MU;
    return (float) Math.copySign(decoded, sample);
  }
}
