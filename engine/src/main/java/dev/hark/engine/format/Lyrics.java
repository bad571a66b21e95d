package dev.hark.engine.format;

import dev.hark.engine.Transcription;
import java.util.List;
import java.util.Locale;

/** LRC lyrics: {@code [mm:ss.xx]} lines, and an empty line where a long pause begins. */
final class Lyrics {
  private static final long CLEAR_AFTER_MS = 2000;

  private Lyrics() {}

  static String write(Transcription transcription, SubtitleOptions options) {
    List<Cue> cues = CueLayout.of(transcription, options.withMaxLineCount(1));
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < cues.size(); i++) {
      Cue cue = cues.get(i);
      out.append('[').append(timestamp(cue.startMs())).append(']');
      if (options.highlightWords()) {
        for (Piece piece : cue.pieces()) {
          out.append(piece.spaced() ? " <" : "<")
              .append(timestamp(Math.max(cue.startMs(), piece.startMs())))
              .append('>')
              .append(piece.text());
        }
      } else {
        out.append(cue.text(" "));
      }
      out.append('\n');
      boolean pause =
          i + 1 == cues.size() || cues.get(i + 1).startMs() - cue.endMs() >= CLEAR_AFTER_MS;
      if (pause) {
        out.append('[').append(timestamp(cue.endMs())).append("]\n");
      }
    }
    return out.toString();
  }

  private static String timestamp(long ms) {
    return String.format(Locale.ROOT, "%02d:%02d.%02d", ms / 60_000, ms / 1000 % 60, ms / 10 % 100);
  }
}
