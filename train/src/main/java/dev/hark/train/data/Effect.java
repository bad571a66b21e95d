package dev.hark.train.data;

import java.util.random.RandomGenerator;

/** Changes a recording at 16 kHz as microphones, rooms and lines do, without changing its words. */
@FunctionalInterface
interface Effect {
  int HZ = 16_000;

  /**
   * The changed recording; may be the same array, changed in place. If it is of another length, all
   * of it was stretched alike.
   *
   * @param random all chance comes from it
   */
  float[] apply(float[] samples, RandomGenerator random);
}
