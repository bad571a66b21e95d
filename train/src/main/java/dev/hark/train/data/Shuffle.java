package dev.hark.train.data;

/** Another order of the same numbers each round, computed place by place without a table. */
final class Shuffle {
  private Shuffle() {}

  /** What stands at a place of {@code 0 .. size - 1} in the order of a round. */
  static int at(int place, int size, long round) {
    int half = Math.max(1, (33 - Integer.numberOfLeadingZeros(Math.max(1, size - 1))) / 2);
    int value = place;
    do {
      value = permute(value, half, round);
    } while (value >= size);
    return value;
  }

  /** A Feistel network over numbers of twice {@code half} bits. */
  private static int permute(int value, int half, long round) {
    int mask = (1 << half) - 1;
    int left = value >>> half;
    int right = value & mask;
    for (int turn = 0; turn < 4; turn++) {
      long mixed = ((right + 31L * turn + 1) * 0x9e3779b97f4a7c15L) ^ (round * 0xbf58476d1ce4e5b9L);
      mixed = (mixed ^ (mixed >>> 29)) * 0x94d049bb133111ebL;
      int next = left ^ ((int) (mixed >>> 33) & mask);
      left = right;
      right = next;
    }
    return (left << half) | right;
  }
}
