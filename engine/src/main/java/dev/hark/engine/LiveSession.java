package dev.hark.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One live stream: takes audio as it arrives and tells a {@link StreamListener} what was said. Any
 * thread may call it. Closing it drops what is not yet decoded and frees its memory; after {@link
 * #finish} has completed, closing changes nothing.
 */
public interface LiveSession extends AutoCloseable {
  /**
   * Adds audio, which is copied.
   *
   * @param samples mono, 16 kHz, in [-1, 1]
   * @throws StreamException if too much audio waits, or the session is over
   */
  void feed(float[] samples, int offset, int length);

  /** Adds audio, a whole array of it. */
  default void feed(float[] samples) {
    feed(samples, 0, samples.length);
  }

  /** Adds audio of 16-bit samples, mono, 16 kHz. */
  default void feed(short[] samples) {
    float[] values = new float[samples.length]; // [samples]
    for (int i = 0; i < samples.length; i++) {
      values[i] = samples[i] / 32_768f;
    }
    feed(values, 0, values.length);
  }

  /** Ends the open segment, if there is one, after the audio fed so far. */
  void commit();

  /** Drops the audio fed so far that belongs to no final segment; its segment has no final text. */
  void clear();

  /**
   * Says that no more audio comes.
   *
   * @return completes when all has been transcribed and the listener has heard all of it;
   *     exceptionally if the session failed or was closed before
   */
  CompletableFuture<Void> finish();

  /** Audio taken in. */
  Duration fed();

  /** Audio that waits to be looked at. */
  Duration backlog();

  /** Ends the session at once; what is being decoded is cancelled. No event comes after it. */
  @Override
  void close();
}
