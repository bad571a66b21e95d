package dev.hark.train.data;

import java.util.random.RandomGenerator;

/** {@link ExampleSource Examples} of which it may be known when each word is said. */
@FunctionalInterface
public interface TimedExampleSource {
  /**
   * The example at an index with the times of its words.
   *
   * @param index counts from 0 through the whole run and beyond the size of any data set
   * @param random all chance is to come from it
   * @throws DataException if the example cannot be made
   */
  TimedExample timed(long index, RandomGenerator random);
}
