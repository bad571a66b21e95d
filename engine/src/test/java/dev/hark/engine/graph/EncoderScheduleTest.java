package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.graph.EncoderSchedule.Task;
import dev.hark.engine.graph.EncoderSchedule.Windows;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncoderScheduleTest {
  private static final int WINDOW_CHUNKS = 8;
  private static final int CHUNK_TOKENS = 13;

  @Test
  void aWindowByItselfComesAfterItsChunks() {
    assertThat(order(3, 1)).isEqualTo("0 1 2 [0-2]");
    assertThat(order(8, 1)).isEqualTo("0 1 2 3 4 5 6 7 [0-7]");
  }

  @Test
  void equalWindowsComeLast() {
    assertThat(order(16, 1)).endsWith("14 15 [0-7] [8-15]");
  }

  @Test
  void aShortLastWindowIsPreparedWhileTheFirstIsTransformed() {
    assertThat(order(11, 1)).isEqualTo("0 1 2 3 4 5 6 7 [0-7] 8 9 10 [8-10]");
  }

  @Test
  void aSlightlyShorterLastWindowLeavesAChunkForLater() {
    assertThat(order(30, 1)).endsWith("27 28 [0-7] 29 [8-15] [16-23] [24-29]");
  }

  @Test
  void noAudioIsNothingToDo() {
    assertThat(order(0, 1)).isEmpty();
  }

  @Test
  void everyChunkComesOnceAndBeforeItsWindow() {
    for (int chunks = 1; chunks < 70; chunks++) {
      for (int atOnce = 1; atOnce <= 3; atOnce++) {
        List<Task> order = EncoderSchedule.order(windows(chunks, atOnce));
        assertThat(order.stream().filter(Task.Stem.class::isInstance).distinct()).hasSize(chunks);
        assertThat(order).doesNotHaveDuplicates();
        for (int i = 0; i < order.size(); i++) {
          if (order.get(i) instanceof Task.Transform(Windows run)) {
            assertThat(order.subList(0, i))
                .as("%d chunks, %d windows at once", chunks, atOnce)
                .containsAll(
                    IntStream.range(run.firstChunk(), run.firstChunk() + run.chunks())
                        .mapToObj(Task.Stem::new)
                        .toList());
          }
        }
      }
    }
  }

  @Test
  void tokensOfTheLastChunkThatAreSurplusBelongToNoWindow() {
    List<Windows> windows = EncoderSchedule.windows(9, 8 * CHUNK_TOKENS + 2, WINDOW_CHUNKS, 1);
    assertThat(windows)
        .containsExactly(new Windows(0, 8, 1, 8 * CHUNK_TOKENS), new Windows(8, 1, 1, 2));
  }

  private static List<Windows> windows(int chunks, int atOnce) {
    return EncoderSchedule.windows(chunks, chunks * CHUNK_TOKENS, WINDOW_CHUNKS, atOnce);
  }

  /** Chunks by number, windows by the chunks they have. */
  private static String order(int chunks, int atOnce) {
    return EncoderSchedule.order(windows(chunks, atOnce)).stream()
        .map(task ->
            switch (task) {
              case Task.Stem(int chunk) -> Integer.toString(chunk);
              case Task.Transform(Windows run) ->
                  "[%d-%d]".formatted(run.firstChunk(), run.firstChunk() + run.chunks() - 1);
            })
        .collect(Collectors.joining(" "));
  }
}
