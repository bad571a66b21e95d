package dev.hark.engine.format;

import dev.hark.engine.Segment;
import dev.hark.engine.Transcription;
import dev.hark.engine.Word;
import dev.hark.engine.format.PieceSplitter.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the timed pieces of a transcript. Where a segment has words, they and their times are
 * taken; else its text is spread over its span in proportion to its width.
 */
final class Pieces {
  /** Slower than any speech: text is not spread thinner, since the rest of the span is silent. */
  private static final double MIN_COLUMNS_PER_SECOND = 6;

  private final SubtitleOptions options;
  private final List<Piece> pieces = new ArrayList<>();
  private boolean opensSegment;

  private Pieces(SubtitleOptions options) {
    this.options = options;
  }

  /** All pieces of {@code transcription} in order of time. */
  static List<Piece> of(Transcription transcription, SubtitleOptions options) {
    Pieces collector = new Pieces(options);
    List<Segment> segments = transcription.segments();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      long roomEndMs =
          i + 1 < segments.size()
              ? segments.get(i + 1).start().toMillis()
              : transcription.duration().toMillis();
      int before = collector.pieces.size();
      collector.opensSegment = true;
      if (segment.words().isEmpty() || !collector.addWords(segment)) {
        collector.addSpread(segment, roomEndMs);
      }
      collector.closeSegment(before);
    }
    return collector.pieces;
  }

  /**
   * Adds the words with the text between them; false, and nothing added, if a word is not found.
   */
  private boolean addWords(Segment segment) {
    String text = segment.text();
    int[] starts = locate(text, segment.words());
    if (starts.length == 0) {
      return false;
    }
    int at = 0;
    long lastMs = segment.start().toMillis();
    for (int i = 0; i < starts.length; i++) {
      Word word = segment.words().get(i);
      String prefix = addGap(text.substring(at, starts[i]), lastMs, word.start().toMillis(), false);
      boolean spaced = starts[i] > 0 && isSpace(text.codePointBefore(starts[i]));
      addWord(prefix + word.text(), spaced || !prefix.isEmpty(), word);
      at = starts[i] + word.text().length();
      lastMs = word.end().toMillis();
    }
    String rest = addGap(text.substring(at), lastMs, segment.end().toMillis(), true);
    if (!rest.isEmpty()) {
      add(rest, true, lastMs, lastMs);
    }
    return true;
  }

  private static int[] locate(String text, List<Word> words) {
    int[] starts = new int[words.size()];
    int at = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = text.indexOf(words.get(i).text(), at);
      if (starts[i] < 0) {
        return new int[0];
      }
      at = starts[i] + words.get(i).text().length();
    }
    return starts;
  }

  /** Places the text between two words; returns what belongs in front of the next word. */
  private String addGap(String gap, long fromMs, long toMs, boolean tail) {
    String text = PieceSplitter.clean(gap);
    if (text.isEmpty()) {
      return "";
    }
    if (text.codePoints().anyMatch(Character::isLetterOrDigit)) {
      addSpread(text, isSpace(gap.codePointAt(0)), fromMs, toMs);
      return "";
    }
    boolean spaceBefore = isSpace(gap.codePointAt(0));
    boolean spaceAfter = tail || isSpace(gap.codePointBefore(gap.length()));
    if (opensSegment || (spaceBefore && !spaceAfter)) {
      return spaceAfter ? text + " " : text;
    }
    Piece last = pieces.removeLast();
    String joined = last.text() + (spaceBefore ? " " : "") + text;
    pieces.add(
        new Piece(joined, last.spaced(), last.startMs(), last.endMs(), Columns.of(joined), false));
    return "";
  }

  private void addWord(String text, boolean spaced, Word word) {
    String clean = PieceSplitter.clean(text);
    if (Columns.of(clean) > options.maxLineWidth()) {
      addSpread(clean, spaced, word.start().toMillis(), word.end().toMillis());
    } else if (!clean.isEmpty()) {
      add(clean, spaced, word.start().toMillis(), word.end().toMillis());
    }
  }

  private void addSpread(Segment segment, long roomEndMs) {
    int columns = Columns.of(segment.text());
    long startMs = segment.start().toMillis();
    long readable = startMs + Math.round(columns * 1000 / options.maxColumnsPerSecond());
    long slowest = startMs + Math.round(columns * 1000 / MIN_COLUMNS_PER_SECOND);
    long endMs = Math.max(segment.end().toMillis(), Math.min(readable, roomEndMs));
    addSpread(segment.text(), true, startMs, Math.min(endMs, slowest));
  }

  private void addSpread(String text, boolean spaced, long fromMs, long toMs) {
    List<Run> runs = PieceSplitter.split(text);
    double[] edges = new double[runs.size() + 1]; // [runs + 1] in columns
    for (int i = 0; i < runs.size(); i++) {
      edges[i + 1] = edges[i] + Columns.of(runs.get(i).text()) + (runs.get(i).spaced() ? 1 : 0);
    }
    double total = Math.max(1, edges[runs.size()]);
    long length = Math.max(0, toMs - fromMs);
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      long start = fromMs + Math.round(length * edges[i] / total);
      long end = fromMs + Math.round(length * edges[i + 1] / total);
      add(run.text(), i == 0 ? spaced : run.spaced(), start, end);
    }
  }

  private void add(String text, boolean spaced, long startMs, long endMs) {
    boolean space = spaced;
    long start = startMs;
    if (!pieces.isEmpty()) {
      Piece last = pieces.getLast();
      start = Math.max(start, last.startMs());
      if (opensSegment) {
        space =
            !Columns.breaksFreely(text.codePointAt(0))
                && !Columns.breaksFreely(last.text().codePointBefore(last.text().length()));
      }
    }
    opensSegment = false;
    pieces.add(new Piece(text, space, start, Math.max(start, endMs), Columns.of(text), false));
  }

  private void closeSegment(int before) {
    if (pieces.size() > before) {
      Piece last = pieces.removeLast();
      pieces.add(
          new Piece(
              last.text(), last.spaced(), last.startMs(), last.endMs(), last.columns(), true));
    }
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }
}
