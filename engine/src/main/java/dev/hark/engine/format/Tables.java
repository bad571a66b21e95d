package dev.hark.engine.format;

import dev.hark.engine.Segment;
import dev.hark.engine.Transcription;

/** The formats with a line for each segment: plain text and tab-separated values. */
final class Tables {
  private Tables() {}

  static String text(Transcription transcription) {
    StringBuilder out = new StringBuilder();
    for (Segment segment : transcription.segments()) {
      String text = PieceSplitter.clean(segment.text());
      if (!text.isEmpty()) {
        out.append(text).append('\n');
      }
    }
    return out.toString();
  }

  static String tsv(Transcription transcription) {
    StringBuilder out = new StringBuilder("start\tend\ttext\n");
    for (Segment segment : transcription.segments()) {
      out.append(segment.start().toMillis())
          .append('\t')
          .append(segment.end().toMillis())
          .append('\t')
          .append(PieceSplitter.clean(segment.text()))
          .append('\n');
    }
    return out.toString();
  }
}
