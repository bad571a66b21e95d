package dev.hark.train.run;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An endless sequence of encoded examples, and how some of them become a batch. Several threads ask
 * for examples at once.
 *
 * @param <E> an example
 * @param <B> a batch
 */
public interface BatchSource<E, B> {
  /** The example at an index; all its chance comes from the generator. */
  E example(long index, RandomGenerator random);

  /** A length by which examples of a pool are sorted. */
  int length(E example);

  /** A name, by which examples of one length are sorted. */
  String name(E example);

  /** Puts examples together. */
  B batch(List<E> examples);
}
