package dev.hark.train.data;

import java.util.random.RandomGenerator;

/** How telephone lines and voice recorders code samples, and what is left after decoding. */
enum LineCode {
  /** 8 bits of logarithm, as in North America and Japan. Source: ITU-T G.711. */
  MU_LAW {
    @Override
    float[] code(float[] samples) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] = muLaw(samples[i]);
      }
      return samples;
    }
  },
  /** 8 bits, linear for what is quiet and of logarithm above, as elsewhere. Source: ITU-T G.711. */
  A_LAW {
    @Override
    float[] code(float[] samples) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] = aLaw(samples[i]);
      }
      return samples;
    }
  },
  /**
   * 4 bits of difference to the sample before. Source: IMA Digital Audio Technical Working Group.
   */
  ADPCM {
    @Override
    float[] code(float[] samples) {
      return adpcm(samples);
    }
  };

  private static final int LARGEST = Short.MAX_VALUE;
  private static final double MU = 255;
  private static final double A = 87.6;
  private static final int[] INDEX_CHANGE = {-1, -1, -1, -1, 2, 4, 6, 8};
  private static final int[] STEPS = {
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73,
    80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494,
    544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499,
    2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442,
    11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767
  };

  /** Codes and decodes in place, and returns the same array. */
  abstract float[] code(float[] samples);

  /** One of them. */
  static LineCode choose(RandomGenerator random) {
    return values()[random.nextInt(values().length)];
  }

  /** A sample after coding and decoding in mu-law: 256 steps, finer for what is quieter. */
  static float muLaw(float sample) {
    double magnitude = Math.min(1, Math.abs(sample));
    double code = Math.rint(127 * Math.log1p(MU * magnitude) / Math.log1p(MU)) / 127;
    double decoded = Math.expm1(code * Math.log1p(MU)) / MU;
    return (float) Math.copySign(decoded, sample);
  }

  /** A sample after coding and decoding in A-law. */
  static float aLaw(float sample) {
    double magnitude = Math.min(1, Math.abs(sample));
    double scale = 1 + Math.log(A);
    double curve =
        magnitude < 1 / A ? A * magnitude / scale : (1 + Math.log(A * magnitude)) / scale;
    // A-law has no zero: the smallest code is half a step from it.
    double code = (Math.floor(Math.min(curve * 128, 127)) + 0.5) / 128;
    double decoded = code < 1 / scale ? code * scale / A : Math.exp(code * scale - 1) / A;
    return (float) Math.copySign(decoded, sample);
  }

  private static float[] adpcm(float[] samples) {
    int predicted = 0;
    int index = 0;
    for (int i = 0; i < samples.length; i++) {
      int step = STEPS[index];
      int difference = Math.round(Math.clamp(samples[i], -1f, 1f) * LARGEST) - predicted;
      int left = Math.abs(difference);
      int code = 0;
      int change = step >> 3;
      for (int bit = 2; bit >= 0; bit--) {
        int part = step >> (2 - bit);
        if (left >= part) {
          code |= 1 << bit;
          left -= part;
          change += part;
        }
      }
      predicted =
          Math.clamp(predicted + (difference < 0 ? -change : change), -LARGEST - 1, LARGEST);
      index = Math.clamp(index + INDEX_CHANGE[code], 0, STEPS.length - 1);
      samples[i] = predicted / (float) LARGEST;
    }
    return samples;
  }
}
