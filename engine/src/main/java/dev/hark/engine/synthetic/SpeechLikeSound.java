package dev.hark.engine.synthetic;

import dev.hark.audio.PcmStream;
import java.util.Random;

/**
 * Endless sound with the rhythm of speech: turns of 3 to 12 s of voiced syllables, four a second,
 * and pauses of 0.8 to 1.6 s, over faint noise. The same for the same seed, and every minute of it
 * the same, so that minutes can be compared.
 */
public final class SpeechLikeSound {
  private static final int RATE = PcmStream.SAMPLE_RATE_HZ;
  private static final double NOISE = 0.0005;
  private static final int HARMONICS = 12;

  private static final int PERIOD = 60 * RATE;

  private final long seed;
  private final Random random;
  private boolean speaking;
  private long left = RATE; // samples of the turn or pause
  private long time;
  private double phase;
  private double pitchHz;

  public SpeechLikeSound(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** The next samples. */
  public float[] next(int count) {
    float[] samples = new float[count]; // [samples]
    for (int i = 0; i < count; i++) {
      if (time == PERIOD) {
        restart();
      }
      if (left-- <= 0) {
        speaking = !speaking;
        double seconds = speaking ? 3 + 9 * random.nextDouble() : 0.8 + 0.8 * random.nextDouble();
        left = (long) (seconds * RATE);
        pitchHz = 100 + 80 * random.nextDouble();
      }
      double value = NOISE * random.nextGaussian();
      if (speaking) {
        double syllable = Math.sin(Math.PI * 4 * time / RATE);
        value += 0.2 * syllable * syllable * voice();
      }
      samples[i] = (float) value;
      time++;
    }
    return samples;
  }

  private void restart() {
    random.setSeed(seed);
    speaking = false;
    left = RATE;
    time = 0;
    phase = 0;
  }

  private double voice() {
    phase += 2 * Math.PI * pitchHz / RATE;
    double sum = 0;
    for (int harmonic = 1; harmonic <= HARMONICS; harmonic++) {
      sum += Math.sin(harmonic * phase) / harmonic;
    }
    return sum / 2;
  }
}
