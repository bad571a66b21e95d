package dev.hark.cli;

import dev.hark.engine.Segment;
import dev.hark.engine.Transcription;
import java.util.Optional;
import java.util.function.Function;

/**
 * How results are shown.
 *
 * @param live whether segments are shown with their times as they come
 * @param coloured whether the times are dimmed
 * @param texts how finished transcripts are written to standard output; empty if they go to files
 */
record ReportStyle(
    boolean live, boolean coloured, Optional<Function<Transcription, String>> texts) {
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  /** A segment as whisper shows it: {@code [00:00.000 --> 00:03.780] text}. */
  String line(Segment segment) {
    String times =
        "[%s --> %s]".formatted(Clock.withMillis(segment.start()), Clock.withMillis(segment.end()));
    return (coloured ? DIM + times + PLAIN : times) + " " + OneLine.of(segment.text()) + "\n";
  }
}
