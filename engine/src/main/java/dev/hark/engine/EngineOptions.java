package dev.hark.engine;

import java.nio.file.Path;

/**
 * How a model is loaded and run.
 *
 * @param precision how weights are stored
 * @param threads processor threads that the networks use
 * @param batchSize pieces or callers that are decoded at once; memory grows with it
 * @param cacheFolder where compiled networks are kept between runs
 * @param vad what finds the silences of recordings; a live stream has its own detector, see {@link
 *     Endpointing}
 */
public record EngineOptions(
    Precision precision, int threads, int batchSize, Path cacheFolder, Vad vad) {
  private static final int BATCH_SIZE = 4;

  public EngineOptions {
    if (threads < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "threads and batch size are %d and %d, wanted 1 or more".formatted(threads, batchSize));
    }
  }

  /** 8-bit weights, all processors, four sequences at a time, the user's cache folder. */
  public static EngineOptions create() {
    return new EngineOptions(
        Precision.Q8,
        Runtime.getRuntime().availableProcessors(),
        BATCH_SIZE,
        CacheFolder.standard(),
        Vad.ENERGY);
  }

  /** The same with weights stored in another way. */
  public EngineOptions withPrecision(Precision other) {
    return new EngineOptions(other, threads, batchSize, cacheFolder, vad);
  }

  /** The same with another number of threads. */
  public EngineOptions withThreads(int count) {
    return new EngineOptions(precision, count, batchSize, cacheFolder, vad);
  }

  /** The same with another number of sequences at a time. */
  public EngineOptions withBatchSize(int count) {
    return new EngineOptions(precision, threads, count, cacheFolder, vad);
  }

  /** The same with compiled networks kept elsewhere. */
  public EngineOptions withCacheFolder(Path folder) {
    return new EngineOptions(precision, threads, batchSize, folder, vad);
  }

  /** The same with speech found in another way. */
  public EngineOptions withVad(Vad other) {
    return new EngineOptions(precision, threads, batchSize, cacheFolder, other);
  }
}
