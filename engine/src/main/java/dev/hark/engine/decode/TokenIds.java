package dev.hark.engine.decode;

import java.util.Arrays;
import java.util.stream.IntStream;

/** An immutable sequence of token ids. */
public final class TokenIds {
  private final int[] ids;

  private TokenIds(int[] ids) {
    this.ids = ids;
  }

  /** A copy of the ids. */
  public static TokenIds of(int... ids) {
    return new TokenIds(ids.clone());
  }

  /** Number of ids. */
  public int size() {
    return ids.length;
  }

  /** The id at an index. */
  public int get(int index) {
    return ids[index];
  }

  /** A copy as an array. */
  public int[] toArray() {
    return ids.clone();
  }

  /** The ids in order. */
  public IntStream stream() {
    return Arrays.stream(ids);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenIds that && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return Arrays.toString(ids);
  }
}
