package dev.hark.engine.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Breaks the pieces of one cue into as few lines as fit, then into the best balanced ones. */
final class LineBreaks {
  private static final double CLAUSE_BONUS = 40;
  private static final double SENTENCE_BONUS = 90;
  private static final double WITHIN_PHRASE = -100;

  private LineBreaks() {}

  /** Lines of at most {@code maxWidth} columns, unless one piece alone is wider. */
  static List<List<Piece>> of(List<Piece> pieces, int maxWidth) {
    int count = pieces.size();
    int lines = fewest(pieces, maxWidth);
    double ideal = (double) Piece.columns(pieces) / lines;
    double[][] cost = new double[lines + 1][count + 1]; // [lines used, pieces placed]
    int[][] from = new int[lines + 1][count + 1];
    for (double[] row : cost) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
    cost[0][0] = 0;
    for (int line = 1; line <= lines; line++) {
      for (int start = line - 1; start < count; start++) {
        int width = 0;
        for (int end = start + 1; end <= count; end++) {
          Piece piece = pieces.get(end - 1);
          width += end == start + 1 ? piece.columns() : piece.advance();
          if (width > maxWidth && end > start + 1) {
            break;
          }
          double total =
              cost[line - 1][start]
                  + (width - ideal) * (width - ideal)
                  - (end < count ? bonus(piece, pieces.get(end)) : 0);
          if (total < cost[line][end]) {
            cost[line][end] = total;
            from[line][end] = start;
          }
        }
      }
    }
    List<List<Piece>> broken = new ArrayList<>();
    int end = count;
    for (int line = lines; line > 0; line--) {
      int start = from[line][end];
      broken.addFirst(List.copyOf(pieces.subList(start, end)));
      end = start;
    }
    return broken;
  }

  private static int fewest(List<Piece> pieces, int maxWidth) {
    LineFill fill = new LineFill(maxWidth, 0);
    pieces.forEach(fill::add);
    return fill.lines();
  }

  private static double bonus(Piece last, Piece next) {
    if (last.clingsTo(next)) {
      return WITHIN_PHRASE;
    }
    return last.endsSentence() ? SENTENCE_BONUS : last.endsClause() ? CLAUSE_BONUS : 0;
  }
}
