package dev.hark.engine;

import java.time.Duration;
import java.util.List;

/**
 * A piece of the transcript that belongs together in time: the text of one piece of the audio, or a
 * sentence of it when word times are known.
 *
 * @param start start, counted from the start of the audio
 * @param end end
 * @param text the text, without surrounding white space
 * @param language English name of the language, such as {@code "English"}; empty when unknown
 * @param words the words with their times; empty unless word timestamps were asked for
 */
public record Segment(
    Duration start, Duration end, String text, String language, List<Word> words) {
  public Segment {
    words = List.copyOf(words);
  }
}
