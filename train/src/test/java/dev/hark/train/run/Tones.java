package dev.hark.train.run;

import dev.hark.train.data.Example;
import java.util.random.RandomGenerator;

/** Sounds to train a tiny model with. */
public final class Tones {
  private Tones() {}

  /** A tone and its pitch in words; a source of examples. */
  public static Example tone(long index, RandomGenerator random) {
    float[] samples = new float[8000 + 1600 * random.nextInt(4)];
    double pitch = 200 + 100 * random.nextInt(5);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.3 * Math.sin(2 * Math.PI * pitch * i / 16_000));
    }
    return new Example("tone " + index, samples, "language English<asr_text>" + (int) pitch);
  }
}
