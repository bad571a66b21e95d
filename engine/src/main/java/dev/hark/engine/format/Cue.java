package dev.hark.engine.format;

import java.util.ArrayList;
import java.util.List;

/**
 * One subtitle.
 *
 * @param startMs when it appears
 * @param endMs when it vanishes; later than {@code startMs}, not later than the next cue's start
 * @param lines its lines from top to bottom, none empty
 */
record Cue(long startMs, long endMs, List<List<Piece>> lines) {
  Cue {
    lines = List.copyOf(lines);
  }

  /** The lines joined by {@code separator}. */
  String text(String separator) {
    return String.join(separator, lines.stream().map(Piece::line).toList());
  }

  List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    lines.forEach(pieces::addAll);
    return pieces;
  }
}
