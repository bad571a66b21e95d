package dev.hark.cli;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.train.data.Levels;
import dev.hark.train.data.Noise;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * Pink noise behind a clip, so that error rates at a ratio of speech to noise can be compared.
 *
 * @param decibels root mean square of the whole clip over that of the noise
 */
record EvalNoise(double decibels) {
  private static final double LEAST = -20;
  private static final double MOST = 100;

  EvalNoise {
    if (!(decibels >= LEAST && decibels <= MOST)) {
      throw new IllegalArgumentException(
          "--noise %s: wanted decibels from %.0f to %.0f".formatted(decibels, LEAST, MOST));
    }
  }

  /**
   * The clip at 16 kHz with noise, which depends on the clip's name and length alone. A sum beyond
   * full scale is divided by its peak.
   */
  float[] over(AudioSource clip, String name) {
    float[] samples = AudioReader.create().readAll(clip);
    CRC32 seed = new CRC32();
    seed.update(name.getBytes(StandardCharsets.UTF_8));
    float[] noise = Noise.PINK.samples(samples.length, new SplittableRandom(seed.getValue()));
    Levels.scale(noise, Levels.rms(samples) / Levels.ofDecibels(decibels));
    for (int i = 0; i < samples.length; i++) {
      samples[i] += noise[i];
    }
    return Levels.scale(samples, 1 / Math.max(1, Levels.peak(samples)));
  }
}
