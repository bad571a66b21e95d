package dev.hark.model.tokenizer;

import java.util.Arrays;

/**
 * The merge table of a byte-level BPE and the merging itself: again and again the neighbours whose
 * pair has the lowest rank become one token, the leftmost first.
 */
final class BytePairs {
  static final int NONE = Integer.MAX_VALUE;

  /** Pieces up to this length are merged by scanning, longer ones with a heap. */
  private static final int SHORT = 48;

  private final int[] byteIds; // [256]
  private final int mask;
  private final long[] pairs; // open addressing; left << 32 | right, or -1
  private final int[] ranks;
  private final int[] merged;

  /**
   * @param byteIds token of every byte
   * @param merges number of merges that will be added
   */
  BytePairs(int[] byteIds, int merges) {
    this.byteIds = byteIds;
    int slots = Integer.highestOneBit(Math.max(merges, 8)) * 4;
    this.mask = slots - 1;
    this.pairs = new long[slots];
    this.ranks = new int[slots];
    this.merged = new int[slots];
    Arrays.fill(pairs, -1);
  }

  /** Adds a merge; false if the pair already has one. */
  boolean add(int left, int right, int rank, int result) {
    int slot = slot(left, right);
    if (pairs[slot] >= 0) {
      return false;
    }
    pairs[slot] = pair(left, right);
    ranks[slot] = rank;
    merged[slot] = result;
    return true;
  }

  /** Appends the tokens of one piece. */
  void encode(byte[] piece, IdList into) {
    int[] ids = new int[piece.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = byteIds[piece[i] & 0xFF];
    }
    int count = ids.length <= SHORT ? mergeByScan(ids) : new LongPiece(ids).merge();
    for (int i = 0; i < count; i++) {
      into.add(ids[i]);
    }
  }

  /** Merges in place and returns how many tokens are left. */
  private int mergeByScan(int[] ids) {
    int count = ids.length;
    while (true) {
      int best = NONE;
      int at = -1;
      for (int i = 0; i + 1 < count; i++) {
        int rank = rank(ids[i], ids[i + 1]);
        if (rank < best) {
          best = rank;
          at = i;
        }
      }
      if (at < 0) {
        return count;
      }
      ids[at] = merged[slot(ids[at], ids[at + 1])];
      System.arraycopy(ids, at + 2, ids, at + 1, count - at - 2);
      count--;
    }
  }

  /** A piece as a linked list with a heap of its mergeable neighbours: n log n. */
  private final class LongPiece {
    private final int[] ids;
    private final int[] next;
    private final int[] previous;
    private long[] heap; // rank << 32 | position, smallest first
    private int size;

    LongPiece(int[] ids) {
      this.ids = ids;
      this.next = new int[ids.length];
      this.previous = new int[ids.length];
      this.heap = new long[ids.length + 1];
    }

    int merge() {
      for (int i = 0; i < ids.length; i++) {
        next[i] = i + 1;
        previous[i] = i - 1;
      }
      for (int i = 0; i + 1 < ids.length; i++) {
        push(i);
      }
      while (size > 0) {
        long top = pop();
        int left = (int) top;
        int right = next[left];
        // A dead or changed pair has another rank by now.
        if (right < ids.length && ids[left] >= 0 && rank(ids[left], ids[right]) == top >>> 32) {
          ids[left] = merged[slot(ids[left], ids[right])];
          ids[right] = -1;
          next[left] = next[right];
          if (next[left] < ids.length) {
            previous[next[left]] = left;
            push(left);
          }
          if (previous[left] >= 0) {
            push(previous[left]);
          }
        }
      }
      int count = 0;
      for (int i = 0; i < ids.length; i = next[i]) {
        ids[count++] = ids[i];
      }
      return count;
    }

    private void push(int left) {
      int rank = rank(ids[left], ids[next[left]]);
      if (rank == NONE) {
        return;
      }
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      long entry = ((long) rank << 32) | left;
      int at = size++;
      while (at > 0 && heap[(at - 1) / 2] > entry) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
      }
      heap[at] = entry;
    }

    private long pop() {
      long top = heap[0];
      long last = heap[--size];
      int at = 0;
      while (true) {
        int child = 2 * at + 1;
        if (child >= size) {
          break;
        }
        if (child + 1 < size && heap[child + 1] < heap[child]) {
          child++;
        }
        if (heap[child] >= last) {
          break;
        }
        heap[at] = heap[child];
        at = child;
      }
      heap[at] = last;
      return top;
    }
  }

  private int rank(int left, int right) {
    int slot = slot(left, right);
    return pairs[slot] < 0 ? NONE : ranks[slot];
  }

  /** The slot of a pair, or the empty one where it would go. */
  private int slot(int left, int right) {
    long pair = pair(left, right);
    long hash = pair * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & mask;
    while (pairs[slot] != pair && pairs[slot] >= 0) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long pair(int left, int right) {
    return ((long) left << 32) | right;
  }
}
