package dev.hark.engine.longform;

import dev.hark.model.text.ReferenceSplitter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts a recording as the reference implementation does: near every multiple of a longest duration,
 * at the quietest 100 ms within 5 s of that. It holds one such piece and what the search looks at
 * beyond it. Source: Qwen3-ASR inference code, {@code split_audio_into_chunks}.
 */
public final class ReferenceCutter implements PieceCutter {
  private static final int SAMPLE_RATE_HZ = 16_000;

  /** Longest piece of the reference. */
  public static final Duration LONGEST = Duration.ofMinutes(20);

  /** Longest piece of the reference when words get times. */
  public static final Duration LONGEST_ALIGNED = Duration.ofMinutes(3);

  private static final int SEARCH_SECONDS = 5;

  private final double longestSeconds;
  private float[] held = new float[SAMPLE_RATE_HZ]; // [samples], grows
  private int count;
  private long start;

  private ReferenceCutter(double longestSeconds) {
    this.longestSeconds = longestSeconds;
  }

  /** A cutter into pieces of at most this length, but for 5 s. */
  public static ReferenceCutter create(Duration longest) {
    return new ReferenceCutter(longest.toNanos() / 1e9);
  }

  static ReferenceCutter create(double longestSeconds) {
    return new ReferenceCutter(longestSeconds);
  }

  @Override
  public void accept(float[] samples, int offset, int length, Consumer<Piece> pieces) {
    if (count + length > held.length) {
      held = Arrays.copyOf(held, Math.max(count + length, held.length * 2));
    }
    System.arraycopy(samples, offset, held, count, length);
    count += length;
    // The first cut is settled once everything that its search may look at is there.
    int settled = (int) ((longestSeconds + SEARCH_SECONDS) * SAMPLE_RATE_HZ) + 1;
    while (count >= settled) {
      emit(firstCut(), pieces);
    }
  }

  @Override
  public void finish(Consumer<Piece> pieces) {
    List<ReferenceSplitter.Cut> cuts = split();
    for (ReferenceSplitter.Cut cut : cuts) {
      pieces.accept(new Piece(start + cut.from(), Arrays.copyOfRange(held, cut.from(), cut.to())));
    }
    count = 0;
  }

  private int firstCut() {
    return split().getFirst().to();
  }

  private List<ReferenceSplitter.Cut> split() {
    return count == 0
        ? List.of()
        : ReferenceSplitter.split(Arrays.copyOf(held, count), longestSeconds);
  }

  private void emit(int length, Consumer<Piece> pieces) {
    pieces.accept(new Piece(start, Arrays.copyOf(held, length)));
    System.arraycopy(held, length, held, 0, count - length);
    count -= length;
    start += length;
  }
}
