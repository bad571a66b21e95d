package dev.hark.engine.longform;

/**
 * Notices while tokens are generated that the model repeats itself without end: a block of 1 to 64
 * tokens that follows itself too often.
 *
 * <p>How often is too often falls with the length of the block: a single token may come 23 times, a
 * block of eight 16 times, one of seventeen or more 7 times. People do say "no" eight times, and
 * the reference itself lets twenty repetitions stand; a refrain rarely comes eight times on end.
 * One comparison per block length and token.
 *
 * <p>Not thread safe; one detector for one generation.
 */
public final class LoopDetector {
  /** Longest block that is noticed, in tokens. */
  public static final int LONGEST_PERIOD = 64;

  private static final int FEWEST_REPEATS = 8;
  private static final int REPEATS_OF_NOTHING = 25;

  private final int[] recent = new int[LONGEST_PERIOD]; // ring of the last tokens
  private final int[] matches =
      new int[LONGEST_PERIOD + 1]; // [period] tokens equal to the one before
  private int count;
  private int period;
  private int loopStart = -1;

  /** How often a block of {@code period} tokens has to come in a row to be a loop. */
  static int repeatsOfLoop(int period) {
    return Math.max(FEWEST_REPEATS, REPEATS_OF_NOTHING - period);
  }

  /**
   * Takes the next token.
   *
   * @return whether the tokens so far end in a loop; stays true once it was
   */
  public boolean accept(int token) {
    if (loopStart >= 0) {
      return true;
    }
    for (int p = 1; p <= Math.min(count, LONGEST_PERIOD); p++) {
      matches[p] = recent[Math.floorMod(count - p, LONGEST_PERIOD)] == token ? matches[p] + 1 : 0;
      if (loopStart < 0 && matches[p] >= p * (repeatsOfLoop(p) - 1)) {
        period = p;
        loopStart = count + 1 - p - matches[p];
      }
    }
    recent[count % LONGEST_PERIOD] = token;
    count++;
    return loopStart >= 0;
  }

  /** Whether the tokens so far end in a loop. */
  public boolean looping() {
    return loopStart >= 0;
  }

  /**
   * How many of the tokens are worth keeping: all of them, or, of a loop, what came before it and
   * its block once.
   */
  public int keptTokens() {
    return looping() ? loopStart + period : count;
  }

  /** Length of the repeated block in tokens; 0 without a loop. */
  public int period() {
    return period;
  }
}
