package dev.hark.model.text;

import java.util.Arrays;

/**
 * The token ids that a speech model reads: those before the audio, a placeholder for each audio
 * token and those after it.
 */
public final class Prompt {
  private final int[] before;
  private final int placeholder;
  private final int audioTokens;
  private final int[] after;

  Prompt(int[] before, int placeholder, int audioTokens, int[] after) {
    if (audioTokens < 0) {
      throw new IllegalArgumentException("audioTokens is " + audioTokens + ", wanted 0 or more");
    }
    this.before = before;
    this.placeholder = placeholder;
    this.audioTokens = audioTokens;
    this.after = after;
  }

  /** Ids before the first placeholder. */
  public int[] before() {
    return before.clone();
  }

  /** Ids after the last placeholder. */
  public int[] after() {
    return after.clone();
  }

  /** Number of placeholders. */
  public int audioTokens() {
    return audioTokens;
  }

  /** Index of the first placeholder. */
  public int audioFrom() {
    return before.length;
  }

  /** Number of ids. */
  public int length() {
    return before.length + audioTokens + after.length;
  }

  /** All ids in order. */
  public int[] ids() {
    int[] ids = Arrays.copyOf(before, length());
    Arrays.fill(ids, before.length, before.length + audioTokens, placeholder);
    System.arraycopy(after, 0, ids, before.length + audioTokens, after.length);
    return ids;
  }
}
