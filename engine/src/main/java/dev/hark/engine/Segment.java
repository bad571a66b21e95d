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
 * @param tokens the tokens as the model wrote them, with their probabilities; empty unless asked
 *     for. Together they are the text, but for white space around it and what was cleaned away
 */
public record Segment(
    Duration start,
    Duration end,
    String text,
    String language,
    List<Word> words,
    List<ScoredToken> tokens) {
  public Segment {
    words = List.copyOf(words);
    tokens = List.copyOf(tokens);
  }

  /** A segment without the probabilities of its tokens. */
  public Segment(Duration start, Duration end, String text, String language, List<Word> words) {
    this(start, end, text, language, words, List.of());
  }

  /** The same with tokens. */
  public Segment withTokens(List<ScoredToken> scored) {
    return new Segment(start, end, text, language, words, scored);
  }
}
