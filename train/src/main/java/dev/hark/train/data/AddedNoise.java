package dev.hark.train.data;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Noise behind the speech: of a colour, or babble of other speakers.
 *
 * @param lowestDecibels least ratio of speech to noise
 * @param highestDecibels largest ratio of speech to noise
 * @param others recordings to make babble of; without them there is none
 */
record AddedNoise(double lowestDecibels, double highestDecibels, Optional<Others> others)
    implements Effect {
  private static final int BABBLING = 4;

  /** Recordings of anybody. */
  @FunctionalInterface
  interface Others {
    /** One of them, not to be changed. */
    float[] next(RandomGenerator random);
  }

  @Override
  public float[] apply(float[] samples, RandomGenerator random) {
    double decibels = random.nextDouble(lowestDecibels, highestDecibels);
    float[] noise =
        others.isPresent() && random.nextInt(4) == 0
            ? babble(samples.length, others.get(), random)
            : Noise.choose(random).samples(samples.length, random);
    return mix(samples, noise, decibels);
  }

  /** Adds noise in place so that the whole recording is so much louder than it. */
  static float[] mix(float[] samples, float[] noise, double decibels) {
    double rms = Levels.rms(samples);
    Levels.scaleToRms(noise, rms / Levels.ofDecibels(decibels));
    for (int i = 0; i < samples.length; i++) {
      samples[i] += noise[i];
    }
    return samples;
  }

  /** Several voices at once, backwards: speech without a word in it. */
  static float[] babble(int length, Others others, RandomGenerator random) {
    float[] babble = new float[length];
    for (int voice = 0; voice < BABBLING; voice++) {
      float[] other = others.next(random);
      int at = random.nextInt(Math.max(1, other.length));
      double rms = Levels.rms(other);
      if (rms > 0) {
        float gain = (float) (1 / rms);
        for (int i = 0; i < length; i++, at = at == 0 ? other.length - 1 : at - 1) {
          babble[i] += gain * other[at];
        }
      }
    }
    return babble;
  }
}
