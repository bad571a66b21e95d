package dev.hark.train.torch;

import java.util.List;

/**
 * What connectionist temporal classification is to find in the audio tokens of each clip: the
 * tokens of its text, in order.
 *
 * @param frames which of the clips' audio tokens stand at {@code [time, clips]}, shorter clips
 *     continued with any
 * @param lengths audio tokens of each clip
 * @param targets the text tokens of all clips in one row
 * @param targetLengths text tokens of each clip
 */
@SuppressWarnings("ArrayRecordComponent")
record CtcTargets(long[] frames, int time, long[] lengths, long[] targets, long[] targetLengths) {
  static CtcTargets of(int[] audioTokens, List<int[]> texts) {
    int clips = audioTokens.length;
    int time = 0;
    for (int tokens : audioTokens) {
      time = Math.max(time, tokens);
    }
    long[] frames = new long[time * clips]; // [time, clips]
    long[] lengths = new long[clips];
    long[] targetLengths = new long[clips];
    int first = 0;
    for (int b = 0; b < clips; b++) {
      for (int t = 0; t < time; t++) {
        frames[t * clips + b] = t < audioTokens[b] ? first + t : 0;
      }
      first += audioTokens[b];
      lengths[b] = audioTokens[b];
      targetLengths[b] = texts.get(b).length;
    }
    long[] targets = texts.stream().flatMapToInt(java.util.Arrays::stream).asLongStream().toArray();
    return new CtcTargets(frames, time, lengths, targets, targetLengths);
  }
}
