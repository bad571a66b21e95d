package dev.hark.train.data;

import dev.hark.audio.AudioException;
import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Decodes recordings, and keeps what fits into its budget as 16-bit samples. */
final class ClipStore {
  private static final float SCALE = 32768f;

  private final AudioReader reader = AudioReader.create();
  private final Map<Path, short[]> kept = new ConcurrentHashMap<>();
  private final AtomicLong bytesLeft;

  ClipStore(long budgetBytes) {
    bytesLeft = new AtomicLong(budgetBytes);
  }

  /** The samples of a recording at 16 kHz, a fresh array each time. */
  float[] samples(ManifestEntry entry) {
    short[] cached = kept.get(entry.audio());
    if (cached != null) {
      return decoded(cached);
    }
    float[] samples;
    try {
      samples = reader.readAll(AudioSource.of(entry.audio()));
    } catch (AudioException e) {
      throw new DataException(entry.where() + ": " + e.getMessage(), e);
    }
    long bytes = 2L * samples.length;
    // Coded even when not kept, so that what is read does not depend on what was read before.
    short[] coded = coded(samples);
    if (bytesLeft.get() >= bytes && kept.putIfAbsent(entry.audio(), coded) == null) {
      bytesLeft.addAndGet(-bytes);
    }
    return decoded(coded);
  }

  private static short[] coded(float[] samples) {
    short[] coded = new short[samples.length];
    for (int i = 0; i < samples.length; i++) {
      int rounded = Math.round(samples[i] * SCALE);
      coded[i] = (short) Math.clamp(rounded, Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return coded;
  }

  private static float[] decoded(short[] coded) {
    float[] samples = new float[coded.length];
    for (int i = 0; i < coded.length; i++) {
      samples[i] = coded[i] / SCALE;
    }
    return samples;
  }
}
