package dev.hark.train.data;

import java.util.random.RandomGenerator;

/** Noise of a colour: how its power falls or rises with frequency. */
public enum Noise {
  /** The same at all frequencies. */
  WHITE,
  /** Falls by 3 dB an octave. */
  PINK,
  /** Falls by 6 dB an octave. */
  BROWN,
  /** Rises by 6 dB an octave. */
  VIOLET;

  /** Noise whose root mean square is 1. */
  public float[] samples(int length, RandomGenerator random) {
    float[] noise = new float[length];
    double low = 0;
    double middle = 0;
    double high = 0;
    double before = 0;
    for (int i = 0; i < length; i++) {
      double white = random.nextFloat() + random.nextFloat() - 1;
      noise[i] =
          (float)
              switch (this) {
                case WHITE -> white;
                case PINK -> {
                  // Paul Kellet's economy filter.
                  low = 0.99765 * low + white * 0.0990460;
                  middle = 0.96300 * middle + white * 0.2965164;
                  high = 0.57000 * high + white * 1.0526913;
                  yield low + middle + high + white * 0.1848;
                }
                case BROWN -> {
                  low = 0.997 * low + white;
                  yield low;
                }
                case VIOLET -> {
                  double difference = white - before;
                  before = white;
                  yield difference;
                }
              };
    }
    return Levels.scaleToRms(noise, 1);
  }

  /** One of the colours. */
  public static Noise choose(RandomGenerator random) {
    return values()[random.nextInt(values().length)];
  }
}
