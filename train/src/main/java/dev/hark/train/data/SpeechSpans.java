package dev.hark.train.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Where in a clip somebody speaks.
 *
 * @param spans in order of time, none overlapping
 */
public record SpeechSpans(List<SpeechSpan> spans) {
  /** Nobody speaks. */
  public static final SpeechSpans NONE = new SpeechSpans(List.of());

  /** A shorter pause, such as before a stop consonant, belongs to the speech around it. */
  static final double LONGEST_GAP_SECONDS = 0.2;

  public SpeechSpans {
    spans = List.copyOf(spans);
  }

  /** The stretches that words cover, with the short pauses between them. */
  static SpeechSpans ofWords(List<TimedWord> words) {
    return bridged(
        words.stream()
            .filter(word -> word.end() > word.start())
            .map(word -> new SpeechSpan(word.start(), word.end()))
            .toList());
  }

  /** Spans in order of time, those with a short pause between them as one. */
  static SpeechSpans bridged(List<SpeechSpan> ordered) {
    List<SpeechSpan> joined = new ArrayList<>();
    for (SpeechSpan span : ordered) {
      SpeechSpan last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && span.start() - last.end() <= LONGEST_GAP_SECONDS) {
        joined.set(
            joined.size() - 1, new SpeechSpan(last.start(), Math.max(last.end(), span.end())));
      } else {
        joined.add(span);
      }
    }
    return new SpeechSpans(joined);
  }

  /** The same of a clip that lasts {@code factor} times as long. */
  SpeechSpans stretched(double factor) {
    return new SpeechSpans(
        spans.stream()
            .map(span -> new SpeechSpan(span.start() * factor, span.end() * factor))
            .toList());
  }

  /** The same of a clip that begins so much later; what comes before the start is cut off. */
  SpeechSpans shifted(double seconds) {
    return new SpeechSpans(
        spans.stream()
            .filter(span -> span.end() + seconds > 0)
            .map(span -> new SpeechSpan(Math.max(0, span.start() + seconds), span.end() + seconds))
            .toList());
  }

  /** How much of a stretch of time is speech, 0 to 1. */
  public double share(double from, double to) {
    double spoken = 0;
    for (SpeechSpan span : spans) {
      spoken += Math.max(0, Math.min(to, span.end()) - Math.max(from, span.start()));
    }
    return to > from ? spoken / (to - from) : 0;
  }
}
