package dev.hark.model.network;

/**
 * The stretch of a clip that each audio token stands for. Token {@code k} of a chunk is centred 80
 * k ms into it, as three strides of 2 over frames of 10 ms make it, and reaches half way to its
 * neighbours; the first and the last one end with the chunk. So tokens tile the clip: 40 ms, eleven
 * times 80 ms, 80 ms in every second.
 */
public final class AudioTokenTimes {
  private static final int CHUNK_MILLIS = 10 * AudioEncoder.CHUNK_FRAMES;
  private static final int STRIDE_MILLIS = 80;
  private static final int HALF_MILLIS = STRIDE_MILLIS / 2;

  private AudioTokenTimes() {}

  /** Where a token's stretch begins, in milliseconds from the start of the clip. */
  public static long startMillis(int token) {
    long chunk = token / AudioEncoder.CHUNK_TOKENS;
    int inChunk = token % AudioEncoder.CHUNK_TOKENS;
    return chunk * CHUNK_MILLIS + Math.max(0, inChunk * STRIDE_MILLIS - HALF_MILLIS);
  }

  /** Where a token's stretch ends: where the next one's begins. */
  public static long endMillis(int token) {
    return startMillis(token + 1);
  }

  /** The token whose stretch holds a time, which is at least 0. */
  public static int tokenAt(long millis) {
    int inChunk = (int) (millis % CHUNK_MILLIS + HALF_MILLIS) / STRIDE_MILLIS;
    return Math.toIntExact(millis / CHUNK_MILLIS) * AudioEncoder.CHUNK_TOKENS + inChunk;
  }
}
