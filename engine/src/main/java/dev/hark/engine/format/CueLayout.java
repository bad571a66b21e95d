package dev.hark.engine.format;

import dev.hark.engine.Transcription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a transcript into subtitles by the reading rules of {@link SubtitleOptions}.
 *
 * <p>Of all ways to cut that keep the hard rules (line width and count, longest time, words whole)
 * the one of least cost is taken: few cues, cut at sentence ends, clause marks and pauses, long
 * enough to be read. Since a cue holds few pieces, this takes time in proportion to the text.
 */
final class CueLayout {
  private static final long LONG_PAUSE_MS = 2000;
  private static final long PAUSE_MS = 300;
  private static final double PER_CUE = 15;
  private static final double CUT_IN_CLAUSE = 25;
  private static final double CUT_AT_PAUSE = 10;
  private static final double CUT_AT_CLAUSE = 8;
  private static final double CUT_WITHIN_PHRASE = 10;
  private static final double CUT_AT_SEGMENT = 2;
  private static final double SENTENCE_END_INSIDE = 4;
  private static final double TOO_SHORT = 60;
  private static final double TOO_FAST = 30;

  private final List<Piece> pieces;
  private final SubtitleOptions options;
  private final long minMs;
  private final long maxMs;
  private final long audioEndMs;

  CueLayout(List<Piece> pieces, SubtitleOptions options, long audioEndMs) {
    this.pieces = pieces;
    this.options = options;
    this.minMs = options.minCue().toMillis();
    this.maxMs = options.maxCue().toMillis();
    this.audioEndMs = audioEndMs;
  }

  /** The cues of {@code transcription}, in order, without overlap. */
  static List<Cue> of(Transcription transcription, SubtitleOptions options) {
    List<Piece> pieces = Pieces.of(transcription, options);
    CueLayout layout = new CueLayout(pieces, options, transcription.duration().toMillis());
    return layout.cues(layout.cuts());
  }

  /** Index of the first piece of each cue, then the number of pieces: the cut of least cost. */
  List<Integer> cuts() {
    int count = pieces.size();
    double[] best = new double[count + 1]; // least cost of the pieces before this one
    int[] from = new int[count + 1];
    Arrays.fill(best, 1, count + 1, Double.POSITIVE_INFINITY);
    for (int start = 0; start < count; start++) {
      LineFill fill = newFill();
      for (int end = start + 1; end <= count && fits(start, end, fill); end++) {
        double total = best[start] + cost(start, end);
        if (total < best[end]) {
          best[end] = total;
          from[end] = start;
        }
      }
    }
    List<Integer> cuts = new ArrayList<>(List.of(count));
    for (int end = count; end > 0; end = from[end]) {
      cuts.addFirst(from[end]);
    }
    return cuts;
  }

  LineFill newFill() {
    return new LineFill(options.maxLineWidth(), options.maxWordsPerLine());
  }

  /** Whether pieces {@code start} to {@code end} may form a cue; {@code fill} holds all but one. */
  boolean fits(int start, int end, LineFill fill) {
    Piece last = pieces.get(end - 1);
    fill.add(last);
    return end == start + 1
        || (fill.lines() <= options.lines()
            && last.endMs() - pieces.get(start).startMs() <= maxMs
            && pause(end - 1) < LONG_PAUSE_MS);
  }

  /** What a cue of the pieces {@code start} to {@code end}, exclusive, costs. */
  double cost(int start, int end) {
    double cost = PER_CUE + cutCost(end);
    int columns = 0;
    for (int i = start; i < end; i++) {
      columns += pieces.get(i).advance();
      if (i + 1 < end && pieces.get(i).endsSentence()) {
        cost += SENTENCE_END_INSIDE;
      }
    }
    long roomMs = Math.min(maxMs, startOf(end) - pieces.get(start).startMs());
    if (roomMs < minMs) {
      cost += TOO_SHORT * (minMs - roomMs) / minMs;
    }
    double wantedMs = columns * 1000 / options.maxColumnsPerSecond();
    if (roomMs < wantedMs) {
      cost += TOO_FAST * (1 - roomMs / wantedMs);
    }
    return cost;
  }

  private double cutCost(int end) {
    Piece last = pieces.get(end - 1);
    if (end == pieces.size() || last.endsSentence()) {
      return 0;
    }
    double cost = last.endsSegment() ? CUT_AT_SEGMENT : CUT_IN_CLAUSE;
    if (!last.endsSegment() && last.clingsTo(pieces.get(end))) {
      cost += CUT_WITHIN_PHRASE;
    }
    if (last.endsClause()) {
      cost = Math.min(cost, CUT_AT_CLAUSE);
    }
    return pause(end) >= PAUSE_MS ? Math.min(cost, CUT_AT_PAUSE) : cost;
  }

  private long pause(int next) {
    return pieces.get(next).startMs() - pieces.get(next - 1).endMs();
  }

  private long startOf(int index) {
    return index < pieces.size()
        ? pieces.get(index).startMs()
        : Math.max(audioEndMs, pieces.getLast().endMs());
  }

  private List<Cue> cues(List<Integer> cuts) {
    List<Cue> cues = new ArrayList<>();
    long freeMs = 0;
    for (int i = 0; i + 1 < cuts.size(); i++) {
      List<Piece> cue = pieces.subList(cuts.get(i), cuts.get(i + 1));
      long startMs = Math.max(freeMs, cue.getFirst().startMs());
      double readMs = Piece.columns(cue) * 1000 / options.maxColumnsPerSecond();
      long wantedMs =
          Math.max(cue.getLast().endMs(), startMs + Math.max(minMs, (long) Math.ceil(readMs)));
      long endMs = Math.min(Math.min(wantedMs, startMs + maxMs), startOf(cuts.get(i + 1)));
      freeMs = Math.max(endMs, startMs + 1);
      cues.add(new Cue(startMs, freeMs, LineBreaks.of(cue, options.maxLineWidth())));
    }
    return cues;
  }
}
