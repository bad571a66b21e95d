package dev.hark.engine;

import dev.hark.engine.longform.TextJoin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The transcript of a stretch between two cuts of a recording, which nothing that follows can
 * change. Whoever keeps the parts of a long transcription can go on behind the last of them after a
 * break; see {@link Transcriber#resume}.
 *
 * @param start start, counted from the start of the recording; the end of the part before
 * @param end end; a whole number of samples
 * @param text its text, empty without speech
 * @param language English names of the languages heard, in order, joined by commas
 * @param segments its text in time order
 * @param spans every second of it and what became of it, in order and without gaps
 */
public record TranscriptPart(
    Duration start,
    Duration end,
    String text,
    String language,
    List<Segment> segments,
    List<Span> spans) {
  public TranscriptPart {
    segments = List.copyOf(segments);
    spans = List.copyOf(spans);
  }

  /** The transcript that parts make, which follow each other from the start of a recording. */
  public static Transcription join(List<TranscriptPart> parts) {
    List<String> languages = new ArrayList<>();
    List<Segment> segments = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    for (TranscriptPart part : parts) {
      languages.addAll(Arrays.asList(part.language.split(",", -1)));
      segments.addAll(part.segments);
      spans.addAll(part.spans);
    }
    return new Transcription(
        TextJoin.texts(parts.stream().map(TranscriptPart::text).toList()),
        TextJoin.languages(languages),
        parts.isEmpty() ? Duration.ZERO : parts.getLast().end(),
        segments,
        spans);
  }
}
