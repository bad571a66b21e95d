package dev.hark.train.synth;

import dev.hark.train.data.Levels;
import dev.hark.train.data.Noise;
import java.util.random.RandomGenerator;

/** Clips in which nobody says anything. */
enum SpeechlessClip {
  SILENCE,
  FAINT_NOISE,
  ROOM,
  MODULATED_NOISE,
  HUM,
  CLICKS,
  TONES;

  private static final int HZ = 16_000;

  static float[] make(RandomGenerator random) {
    int length = HZ / 2 + random.nextInt(5 * HZ);
    SpeechlessClip kind = values()[random.nextInt(values().length)];
    float[] samples = kind.samples(length, random);
    float peak = Levels.peak(samples);
    return peak > 0.95f ? Levels.scale(samples, 0.95 / peak) : samples;
  }

  private float[] samples(int length, RandomGenerator random) {
    return switch (this) {
      case SILENCE -> new float[length];
      case FAINT_NOISE -> noise(length, random.nextDouble(-80, -50), random);
      case ROOM -> noise(length, random.nextDouble(-50, -15), random);
      case MODULATED_NOISE -> modulated(length, random);
      case HUM -> hum(length, random);
      case CLICKS -> clicks(length, random);
      case TONES -> tones(length, random);
    };
  }

  private static float[] noise(int length, double decibels, RandomGenerator random) {
    return Levels.scale(Noise.choose(random).samples(length, random), Levels.ofDecibels(decibels));
  }

  private static float[] modulated(int length, RandomGenerator random) {
    float[] samples = noise(length, random.nextDouble(-35, -12), random);
    double perSecond = random.nextDouble(0.5, 8);
    double phase = random.nextDouble(2 * Math.PI);
    for (int i = 0; i < length; i++) {
      double wave = Math.sin(2 * Math.PI * perSecond * i / HZ + phase);
      samples[i] *= (float) (0.5 + 0.5 * wave);
    }
    return samples;
  }

  private static float[] hum(int length, RandomGenerator random) {
    float[] samples = noise(length, random.nextDouble(-70, -40), random);
    double base = random.nextBoolean() ? 50 : 60;
    double level = Levels.ofDecibels(random.nextDouble(-45, -15));
    for (int harmonic = 1; harmonic <= 6; harmonic++) {
      add(samples, 0, length, base * harmonic, level * random.nextDouble() / harmonic);
    }
    return samples;
  }

  private static float[] clicks(int length, RandomGenerator random) {
    float[] samples = noise(length, random.nextDouble(-75, -45), random);
    for (int n = 1 + random.nextInt(12); n > 0; n--) {
      int at = random.nextInt(length);
      double level = random.nextDouble(0.05, 0.8);
      double decay = Math.exp(-1 / (random.nextDouble(0.0005, 0.03) * HZ));
      for (int i = at; i < length && level > 1e-4; i++, level *= decay) {
        samples[i] += (float) (level * (2 * random.nextFloat() - 1));
      }
    }
    return samples;
  }

  private static float[] tones(int length, RandomGenerator random) {
    float[] samples = noise(length, random.nextDouble(-80, -45), random);
    double level = Levels.ofDecibels(random.nextDouble(-32, -12));
    int at = 0;
    while (at < length) {
      int duration = (int) (HZ * random.nextDouble(0.1, 0.8));
      for (int voice = 1 + random.nextInt(3); voice > 0; voice--) {
        double hertz = 110 * Math.pow(2, random.nextInt(48) / 12.0);
        for (int harmonic = 1; harmonic <= 3; harmonic++) {
          add(samples, at, Math.min(length, at + duration), hertz * harmonic, level / harmonic);
        }
      }
      at += duration;
    }
    return samples;
  }

  /** Adds a sine that swells and dies away. */
  private static void add(float[] samples, int from, int to, double hertz, double level) {
    double step = 2 * Math.PI * hertz / HZ;
    for (int i = from; i < to; i++) {
      double edge = Math.min(1, Math.min(i - from, to - i) / (0.02 * HZ));
      samples[i] += (float) (level * edge * Math.sin(step * (i - from)));
    }
  }
}
