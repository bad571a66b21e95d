package dev.hark.train.data;

import dev.hark.audio.Resampler;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A recording made at 8 kHz: nothing above 4 kHz is left. One in three goes over a telephone. */
record Narrowband() implements Effect {
  private static final int NARROW_HZ = 8_000;

  @Override
  public float[] apply(float[] samples, RandomGenerator random) {
    return limit(
        samples, random.nextInt(3) == 0 ? Optional.of(LineCode.choose(random)) : Optional.empty());
  }

  /** Through 8 kHz and back; a telephone also cuts below 300 Hz and codes the samples. */
  static float[] limit(float[] samples, Optional<LineCode> telephone) {
    float[] narrow = Resampler.resample(samples, HZ, NARROW_HZ);
    if (telephone.isPresent()) {
      float follow = (float) (1 - Math.exp(-2 * Math.PI * 300 / NARROW_HZ));
      float low = 0;
      for (int i = 0; i < narrow.length; i++) {
        low += follow * (narrow[i] - low);
        narrow[i] -= low;
      }
      narrow = telephone.get().code(narrow);
    }
    float[] wide = Resampler.resample(narrow, NARROW_HZ, HZ);
    return wide.length == samples.length ? wide : Arrays.copyOf(wide, samples.length);
  }
}
