package dev.hark.engine.format;

import dev.hark.engine.Transcription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** SubRip and WebVTT, which differ in head, numbering, time stamp and escaping only. */
final class Subtitles {
  private Subtitles() {}

  static String subRip(Transcription transcription, SubtitleOptions options) {
    StringBuilder out = new StringBuilder();
    int number = 1;
    for (Frame frame : frames(transcription, options, text -> text.replace("-->", "->"))) {
      out.append(number++).append('\n');
      frame.append(out, ',');
    }
    return out.toString();
  }

  static String webVtt(Transcription transcription, SubtitleOptions options) {
    StringBuilder out = new StringBuilder("WEBVTT\n\n");
    for (Frame frame : frames(transcription, options, Subtitles::escapeVtt)) {
      frame.append(out, '.');
    }
    return out.toString();
  }

  /** What stands on the screen from one time to another. */
  private record Frame(long startMs, long endMs, String text) {
    void append(StringBuilder out, char decimalMark) {
      out.append(timestamp(startMs, decimalMark))
          .append(" --> ")
          .append(timestamp(endMs, decimalMark))
          .append('\n')
          .append(text)
          .append("\n\n");
    }
  }

  private static List<Frame> frames(
      Transcription transcription, SubtitleOptions options, UnaryOperator<String> escape) {
    List<Frame> frames = new ArrayList<>();
    for (Cue cue : CueLayout.of(transcription, options)) {
      if (options.highlightWords()) {
        addHighlighted(cue, escape, frames);
      } else {
        frames.add(new Frame(cue.startMs(), cue.endMs(), text(cue, -1, escape)));
      }
    }
    return frames;
  }

  /** A frame for each word while it is spoken, and one without mark for each pause between. */
  private static void addHighlighted(Cue cue, UnaryOperator<String> escape, List<Frame> frames) {
    List<Piece> pieces = cue.pieces();
    long at = cue.startMs();
    for (int i = 0; i < pieces.size(); i++) {
      long start = Math.clamp(pieces.get(i).startMs(), at, cue.endMs());
      long nextStart = i + 1 < pieces.size() ? pieces.get(i + 1).startMs() : cue.endMs();
      long end = Math.clamp(Math.min(pieces.get(i).endMs(), nextStart), start, cue.endMs());
      if (start > at) {
        frames.add(new Frame(at, start, text(cue, -1, escape)));
      }
      if (end > start) {
        frames.add(new Frame(start, end, text(cue, i, escape)));
      }
      at = end;
    }
    if (cue.endMs() > at) {
      frames.add(new Frame(at, cue.endMs(), text(cue, -1, escape)));
    }
  }

  private static String text(Cue cue, int highlighted, UnaryOperator<String> escape) {
    StringBuilder text = new StringBuilder();
    int index = 0;
    for (List<Piece> line : cue.lines()) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      boolean first = true;
      for (Piece piece : line) {
        if (piece.spaced() && !first) {
          text.append(' ');
        }
        String escaped = escape.apply(piece.text());
        text.append(index == highlighted ? "<u>" + escaped + "</u>" : escaped);
        first = false;
        index++;
      }
    }
    return text.toString();
  }

  private static String escapeVtt(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String timestamp(long ms, char decimalMark) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d%c%03d",
        ms / 3_600_000,
        ms / 60_000 % 60,
        ms / 1000 % 60,
        decimalMark,
        ms % 1000);
  }
}
