package dev.hark.train.torch;

import dev.hark.model.text.Prompt;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts and what follows them, for the decoder, continued to one length behind their ends. The
 * decoder looks back only, so padding changes nothing.
 *
 * @param ids {@code [sequences, time]}
 * @param audioRows places of the audio tokens in the flattened ids, one sequence after the other
 * @param outputRows places in the flattened ids at which something is asked for
 * @param targets what is wanted at each of those places: the next token, or a class
 */
@SuppressWarnings("ArrayRecordComponent")
record TokenBatch(
    long[] ids, int sequences, int time, long[] audioRows, long[] outputRows, long[] targets) {

  /**
   * A batch whose every answer token is asked for.
   *
   * @param answers ids after each prompt, the end token included
   */
  static TokenBatch teaching(List<Prompt> prompts, List<int[]> answers) {
    int asked = answers.stream().mapToInt(answer -> answer.length).sum();
    long[] outputRows = new long[asked];
    long[] targets = new long[asked];
    int time = longest(prompts, answers, -1);
    int n = 0;
    for (int b = 0; b < prompts.size(); b++) {
      int start = b * time + prompts.get(b).length() - 1;
      for (int i = 0; i < answers.get(b).length; i++) {
        outputRows[n] = (long) start + i;
        targets[n++] = answers.get(b)[i];
      }
    }
    return new TokenBatch(
        ids(prompts, answers, time),
        prompts.size(),
        time,
        audio(prompts, time),
        outputRows,
        targets);
  }

  /** A batch that asks for the token after what is written so far of each answer. */
  static TokenBatch asking(List<Prompt> prompts, List<int[]> written) {
    long[] outputRows = new long[prompts.size()];
    int time = longest(prompts, written, 0);
    for (int b = 0; b < prompts.size(); b++) {
      outputRows[b] = (long) b * time + prompts.get(b).length() + written.get(b).length - 1;
    }
    return new TokenBatch(
        ids(prompts, written, time),
        prompts.size(),
        time,
        audio(prompts, time),
        outputRows,
        new long[0]);
  }

  /**
   * A batch that asks at some positions of the prompts themselves, not for what comes after them.
   *
   * @param positions of each prompt
   * @param classes what is to be said at each of these positions
   */
  static TokenBatch asking(List<Prompt> prompts, List<int[]> positions, List<int[]> classes) {
    List<int[]> nothing = prompts.stream().map(_ -> new int[0]).toList();
    int time = longest(prompts, nothing, 0);
    long[] outputRows = new long[positions.stream().mapToInt(list -> list.length).sum()];
    int n = 0;
    for (int b = 0; b < prompts.size(); b++) {
      for (int position : positions.get(b)) {
        outputRows[n++] = (long) b * time + position;
      }
    }
    return new TokenBatch(
        ids(prompts, nothing, time),
        prompts.size(),
        time,
        audio(prompts, time),
        outputRows,
        classes.stream().flatMapToInt(IntStream::of).asLongStream().toArray());
  }

  private static int longest(List<Prompt> prompts, List<int[]> behind, int more) {
    int longest = 0;
    for (int b = 0; b < prompts.size(); b++) {
      longest = Math.max(longest, prompts.get(b).length() + behind.get(b).length + more);
    }
    return longest;
  }

  private static long[] ids(List<Prompt> prompts, List<int[]> behind, int time) {
    long[] ids = new long[prompts.size() * time]; // [sequences, time]
    for (int b = 0; b < prompts.size(); b++) {
      int at = b * time;
      for (int id : prompts.get(b).ids()) {
        ids[at++] = id;
      }
      for (int i = 0; i < behind.get(b).length && at < (b + 1) * time; i++) {
        ids[at++] = behind.get(b)[i];
      }
    }
    return ids;
  }

  private static long[] audio(List<Prompt> prompts, int time) {
    long[] rows = new long[prompts.stream().mapToInt(Prompt::audioTokens).sum()];
    int n = 0;
    for (int b = 0; b < prompts.size(); b++) {
      Prompt prompt = prompts.get(b);
      for (int i = 0; i < prompt.audioTokens(); i++) {
        rows[n++] = (long) b * time + prompt.audioFrom() + i;
      }
    }
    return rows;
  }
}
