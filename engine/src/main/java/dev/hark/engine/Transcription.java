package dev.hark.engine;

import dev.hark.engine.longform.TextJoin;
import java.time.Duration;
import java.util.List;

/**
 * The transcript of one audio input.
 *
 * @param text the whole text
 * @param language English names of the languages heard, in order, joined by commas; empty when no
 *     speech was heard
 * @param duration length of the audio
 * @param segments the text in time order
 * @param spans every second of the input and what became of it, in order and without gaps
 * @param languageProbabilities how likely each language is over all that was said, the likeliest
 *     first; empty if nobody asked or the model has no head for it
 */
public record Transcription(
    String text,
    String language,
    Duration duration,
    List<Segment> segments,
    List<Span> spans,
    List<LabelProbability> languageProbabilities) {
  public Transcription {
    segments = List.copyOf(segments);
    spans = List.copyOf(spans);
    languageProbabilities = List.copyOf(languageProbabilities);
  }

  /** A transcript without probabilities of languages. */
  public Transcription(
      String text, String language, Duration duration, List<Segment> segments, List<Span> spans) {
    this(text, language, duration, segments, spans, List.of());
  }

  /** The same with probabilities of languages. */
  Transcription withLanguageProbabilities(List<LabelProbability> probabilities) {
    return new Transcription(text, language, duration, segments, spans, probabilities);
  }

  /** Segments that follow each other, with their texts and languages joined. */
  public static Transcription of(Duration duration, List<Segment> segments, List<Span> spans) {
    return new Transcription(
        TextJoin.texts(segments.stream().map(Segment::text).toList()),
        TextJoin.languages(segments.stream().map(Segment::language).toList()),
        duration,
        segments,
        spans);
  }

  /** Whether some stretch may lack text, see {@link Coverage#TRUNCATED}. */
  public boolean truncated() {
    return spans.stream().anyMatch(span -> span.coverage() == Coverage.TRUNCATED);
  }
}
