package dev.hark.engine.longform;

import dev.hark.audio.PcmStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a recording at its quietest pauses, about every 30 s, and holds no more than one piece of
 * the longest kind.
 *
 * <p>Short pieces bound the memory of the KV cache and the damage of a runaway generation; quality
 * does not suffer, since the encoder never attends over more than 8 s. Model spec section 7.
 */
public final class PauseSplitter implements PieceCutter {
  /** Default length around which cuts are sought. */
  public static final Duration TARGET = Duration.ofSeconds(30);

  private static final Duration LEAST_REACH = Duration.ofSeconds(2);

  /** What is left behind a cut is at least this long, since models fail on crumbs. */
  private static final int SHORTEST_REST = PcmStream.SAMPLE_RATE_HZ;

  private final int target;
  private final float[] buffer;
  private int filled;
  private long startSample;

  private PauseSplitter(int target, int maximum) {
    this.target = target;
    this.buffer = new float[maximum];
  }

  /** A splitter into pieces of about 30 s and at most 40 s. */
  public static PauseSplitter create() {
    return create(TARGET);
  }

  /**
   * A splitter with pieces of about another length, and up to a third (at least 2 s) longer.
   *
   * @param target length that pieces should have, from 4 s to 45 minutes
   */
  public static PauseSplitter create(Duration target) {
    Duration third = target.dividedBy(3);
    Duration most = third.compareTo(LEAST_REACH) < 0 ? LEAST_REACH : third;
    return create(target, target.plus(most));
  }

  /**
   * A splitter with other lengths.
   *
   * @param target length that pieces should have; cuts are sought on both sides of it
   * @param maximum length that no piece exceeds; at least 2 s more than {@code target}, which is at
   *     least 4 s and more than half of {@code maximum}
   */
  public static PauseSplitter create(Duration target, Duration maximum) {
    if (target.compareTo(Duration.ofSeconds(4)) < 0
        || maximum.compareTo(target.plus(LEAST_REACH)) < 0
        || target.multipliedBy(2).compareTo(maximum) <= 0
        || maximum.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "Pieces of about "
              + target.toMillis()
              + " ms and at most "
              + maximum.toMillis()
              + " ms: wanted a target of at least 4 s, and a maximum from 2 s above the target to"
              + " less than twice the target, no more than one hour");
    }
    return new PauseSplitter(samples(target), samples(maximum));
  }

  private static int samples(Duration duration) {
    return Math.toIntExact(duration.toMillis() * PcmStream.SAMPLE_RATE_HZ / 1000);
  }

  @Override
  public void accept(float[] samples, int offset, int length, Consumer<Piece> pieces) {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (filled == buffer.length) {
        cut(pieces);
      }
      int count = Math.min(left, buffer.length - filled);
      System.arraycopy(samples, from, buffer, filled, count);
      filled += count;
      from += count;
      left -= count;
    }
  }

  @Override
  public void finish(Consumer<Piece> pieces) {
    if (filled > 0) {
      emit(filled, pieces);
    }
  }

  private void cut(Consumer<Piece> pieces) {
    int reach = buffer.length - target;
    emit(QuietestPause.find(buffer, target - reach, buffer.length - SHORTEST_REST, target), pieces);
  }

  private void emit(int count, Consumer<Piece> pieces) {
    Piece piece = new Piece(startSample, Arrays.copyOf(buffer, count));
    System.arraycopy(buffer, count, buffer, 0, filled - count);
    filled -= count;
    startSample += count;
    pieces.accept(piece);
  }
}
