package dev.hark.engine.synthetic;

import dev.hark.model.network.Weights;
import java.util.Arrays;

/**
 * Parameters drawn from a uniform distribution, the same at every reading: a value depends on its
 * parameter's name and its index alone. Normalisations are neutral.
 */
final class RandomWeights implements Weights {
  /** Half-width of the distribution; its standard deviation is the models' 0.02. */
  private static final float HALF_WIDTH = 0.0346f;

  @Override
  public boolean contains(String name) {
    return true;
  }

  @Override
  public void read(String name, long from, float[] into, int count) {
    if (name.contains("norm") || name.contains("ln_post")) {
      Arrays.fill(into, 0, count, name.endsWith("weight") ? 1f : 0f);
      return;
    }
    long seed = mix(name.hashCode());
    for (int i = 0; i < count; i++) {
      into[i] = (int) (mix(seed + from + i) >> 32) * (HALF_WIDTH / Integer.MAX_VALUE);
    }
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = value * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
