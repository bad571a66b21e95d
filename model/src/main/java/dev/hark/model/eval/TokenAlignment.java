package dev.hark.model.eval;

import dev.hark.model.eval.Edit.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The least edits that turn a reference into a hypothesis (Levenshtein). Where several ways are
 * equally short, the one with more substitutions towards the end is taken.
 *
 * <p>Only a band around the diagonal is computed (Ukkonen 1985), widened until the distance fits in
 * it: the time is proportional to length times distance, so that hours of good transcript align in
 * moments.
 *
 * @param edits the steps, in order
 */
public record TokenAlignment(List<Edit> edits) {
  private static final int FIRST_BAND = 8;
  private static final byte DIAGONAL = 0;
  private static final byte DELETE = 1;
  private static final byte INSERT = 2;
  private static final int FAR = Integer.MAX_VALUE / 2;

  public TokenAlignment {
    edits = List.copyOf(edits);
  }

  /** Aligns two rows of tokens. */
  public static TokenAlignment of(List<String> reference, List<String> hypothesis) {
    int longer = Math.max(reference.size(), hypothesis.size());
    int band = Math.max(FIRST_BAND, Math.abs(reference.size() - hypothesis.size()));
    while (true) {
      int width = Math.min(band, longer);
      byte[][] steps = new byte[reference.size() + 1][2 * width + 1]; // [reference, offset + width]
      if (distance(reference, hypothesis, width, steps) <= width || width == longer) {
        return new TokenAlignment(trace(reference, hypothesis, width, steps));
      }
      band *= 2;
    }
  }

  /** The distance if it is at most {@code width}; {@code steps} gets the best last step. */
  private static int distance(
      List<String> reference, List<String> hypothesis, int width, byte[][] steps) {
    int columns = 2 * width + 1;
    int[] above = new int[columns + 1];
    int[] row = new int[columns + 1];
    Arrays.fill(above, FAR);
    for (int i = 0; i <= reference.size(); i++) {
      Arrays.fill(row, FAR);
      int from = Math.max(0, i - width);
      int to = Math.min(hypothesis.size(), i + width);
      for (int j = from; j <= to; j++) {
        int at = j - i + width;
        if (i == 0 && j == 0) {
          row[at] = 0;
          continue;
        }
        int diagonal =
            i > 0 && j > 0
                ? above[at] + (reference.get(i - 1).equals(hypothesis.get(j - 1)) ? 0 : 1)
                : FAR;
        int delete = i > 0 ? above[at + 1] + 1 : FAR;
        int insert = j > 0 && at > 0 ? row[at - 1] + 1 : FAR;
        row[at] = Math.min(diagonal, Math.min(delete, insert));
        steps[i][at] = diagonal == row[at] ? DIAGONAL : delete == row[at] ? DELETE : INSERT;
      }
      int[] swap = above;
      above = row;
      row = swap;
    }
    return above[hypothesis.size() - reference.size() + width];
  }

  private static List<Edit> trace(
      List<String> reference, List<String> hypothesis, int width, byte[][] steps) {
    List<Edit> edits = new ArrayList<>();
    int i = reference.size();
    int j = hypothesis.size();
    while (i > 0 || j > 0) {
      switch (steps[i][j - i + width]) {
        case DIAGONAL -> {
          String wanted = reference.get(--i);
          String got = hypothesis.get(--j);
          edits.add(new Edit(wanted.equals(got) ? Kind.CORRECT : Kind.SUBSTITUTION, wanted, got));
        }
        case DELETE -> edits.add(new Edit(Kind.DELETION, reference.get(--i), ""));
        default -> edits.add(new Edit(Kind.INSERTION, "", hypothesis.get(--j)));
      }
    }
    Collections.reverse(edits);
    return edits;
  }

  /** The edits counted. */
  public ErrorCounts counts() {
    return new ErrorCounts(
        count(Kind.CORRECT), count(Kind.SUBSTITUTION), count(Kind.DELETION), count(Kind.INSERTION));
  }

  private long count(Kind kind) {
    return edits.stream().filter(edit -> edit.kind() == kind).count();
  }
}
