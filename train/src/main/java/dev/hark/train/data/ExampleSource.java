package dev.hark.train.data;

import java.util.random.RandomGenerator;

/**
 * An endless sequence of examples. What stands at an index depends on the index and the generator
 * alone, never on what was asked before, so that a resumed run sees what the unbroken one would
 * have seen. Several threads ask at once.
 */
@FunctionalInterface
public interface ExampleSource {
  /**
   * The example at an index.
   *
   * @param index counts from 0 through the whole run and beyond the size of any data set; a source
   *     of finite data shuffles it anew each time round
   * @param random seeded from the run's seed and the index; all chance is to come from it
   * @throws DataException if the example cannot be made
   */
  Example example(long index, RandomGenerator random);
}
