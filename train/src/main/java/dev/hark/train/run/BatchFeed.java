package dev.hark.train.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Batches in order, prepared ahead of their use. The utterances of a few batches, a pool, are
 * sorted by length and cut, so that a batch has little padding, and the batches of a pool come in
 * random order. Batch {@code n} is the same in every run of the same seed.
 */
final class BatchFeed<E, B> implements AutoCloseable {
  private final BatchSource<E, B> source;
  private final int batch;
  private final int pool;
  private final long seed;
  private final ExecutorService workers;
  private long at = -1;
  private List<B> current = List.of();
  private @Nullable List<Future<E>> next;

  BatchFeed(BatchSource<E, B> source, TrainingSettings settings, int threads) {
    this.source = source;
    this.batch = settings.batch();
    this.pool = settings.pool();
    this.seed = settings.seed();
    this.workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("hark-examples-", 0).daemon().factory());
  }

  /** The batch of a number; numbers ask to be asked for in order, from wherever a run begins. */
  B batch(long number) throws InterruptedException {
    long wanted = number / pool;
    if (wanted != at) {
      List<Future<E>> examples = next != null && wanted == at + 1 ? next : submit(wanted);
      current = cut(finished(examples), wanted);
      at = wanted;
      next = submit(wanted + 1);
    }
    return current.get((int) (number % pool));
  }

  private List<Future<E>> submit(long poolNumber) {
    List<Future<E>> examples = new ArrayList<>();
    int size = batch * pool;
    for (int i = 0; i < size; i++) {
      long index = poolNumber * size + i;
      examples.add(workers.submit(() -> example(index)));
    }
    return examples;
  }

  private E example(long index) {
    return source.example(index, new SplittableRandom(mixed(seed, index)));
  }

  private List<B> cut(List<E> examples, long poolNumber) {
    List<E> sorted = new ArrayList<>(examples);
    sorted.sort(Comparator.comparingInt(source::length).thenComparing(source::name));
    List<B> batches = new ArrayList<>();
    for (int i = 0; i < pool; i++) {
      batches.add(source.batch(sorted.subList(i * batch, (i + 1) * batch)));
    }
    Collections.shuffle(batches, new Random(mixed(seed, ~poolNumber)));
    return batches;
  }

  private static <E> List<E> finished(List<Future<E>> examples) throws InterruptedException {
    List<E> finished = new ArrayList<>();
    for (Future<E> example : examples) {
      try {
        finished.add(example.get());
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new TrainingException("an example could not be made: " + e.getCause(), e);
      }
    }
    return finished;
  }

  /** The finaliser of SplitMix64 over both. */
  private static long mixed(long seed, long index) {
    long z = seed * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
