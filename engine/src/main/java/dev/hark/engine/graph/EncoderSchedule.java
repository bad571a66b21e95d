package dev.hark.engine.graph;

import dev.hark.model.network.AudioEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * In which order two threads, whoever is free next, take the chunks and the windows of a clip: all
 * chunks first, but of the last ones as many after the first windows as make both threads finish at
 * the same time. A window comes after its chunks.
 */
final class EncoderSchedule {
  /** What a window costs in the transformer, of what its chunks cost in the stem; measured. */
  private static final float TRANSFORMER_COST = 0.74f;

  private EncoderSchedule() {}

  /** Something to do. */
  sealed interface Task {
    /** A chunk goes through the stem. */
    record Stem(int chunk) implements Task {}

    /** Windows go through the transformer, in one run. */
    record Transform(Windows windows) implements Task {}
  }

  /**
   * Windows of equal length that are side by side.
   *
   * @param tokens of each window
   */
  record Windows(int firstChunk, int chunks, int count, int tokens) {
    int firstToken() {
      return firstChunk * AudioEncoder.CHUNK_TOKENS;
    }
  }

  /**
   * Divides a clip.
   *
   * @param windowChunks chunks of a full window
   * @param atOnce full windows of one run
   */
  static List<Windows> windows(int chunks, int tokens, int windowChunks, int atOnce) {
    int windowTokens = windowChunks * AudioEncoder.CHUNK_TOKENS;
    int full = tokens / windowTokens;
    List<Windows> windows = new ArrayList<>();
    for (int first = 0; first < full; first += atOnce) {
      int count = Math.min(atOnce, full - first);
      windows.add(new Windows(first * windowChunks, count * windowChunks, count, windowTokens));
    }
    int firstLeft = full * windowChunks;
    if (firstLeft < chunks) {
      windows.add(new Windows(firstLeft, chunks - firstLeft, 1, tokens - full * windowTokens));
    }
    return windows;
  }

  /** The order for the windows of a clip. */
  static List<Task> order(List<Windows> windows) {
    int chunks = windows.stream().mapToInt(Windows::chunks).sum();
    int later = windows.isEmpty() ? 0 : chunksAfterFirst(chunks, windows);
    List<Task> order = new ArrayList<>();
    for (int chunk = 0; chunk < chunks - later; chunk++) {
      order.add(new Task.Stem(chunk));
    }
    for (int i = 0; i < windows.size(); i++) {
      order.add(new Task.Transform(windows.get(i)));
      for (int chunk = chunks - later; i == 0 && chunk < chunks; chunk++) {
        order.add(new Task.Stem(chunk));
      }
    }
    return order;
  }

  /** As many as one thread has to do more than the other if all windows come last. */
  private static int chunksAfterFirst(int chunks, List<Windows> windows) {
    float one = 0;
    float other = 0;
    for (Windows run : windows) {
      float cost = TRANSFORMER_COST * run.chunks();
      if (one <= other) {
        one += cost;
      } else {
        other += cost;
      }
    }
    return Math.min(Math.round(Math.abs(one - other)), chunks - windows.getFirst().chunks());
  }
}
