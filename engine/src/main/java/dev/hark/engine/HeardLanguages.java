package dev.hark.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The posteriors of the pieces of one recording, as their mean by length; a piece that was tried
 * again counts with each attempt. Any thread.
 */
final class HeardLanguages {
  private final List<Piece> pieces = new ArrayList<>();

  private record Piece(int samples, List<LabelProbability> languages, boolean spoken) {}

  /**
   * Adds a piece.
   *
   * @param spoken whether it has text; pieces without count only if none has
   */
  synchronized void add(int samples, List<LabelProbability> languages, boolean spoken) {
    if (!languages.isEmpty()) {
      pieces.add(new Piece(samples, languages, spoken));
    }
  }

  /** The mean, the likeliest language first; empty if there are no pieces. */
  synchronized List<LabelProbability> mean() {
    boolean anySpoken = pieces.stream().anyMatch(Piece::spoken);
    Map<String, Double> sums = new LinkedHashMap<>();
    long samples = 0;
    for (Piece piece : pieces) {
      if (piece.spoken() == anySpoken) {
        samples += piece.samples();
        piece
            .languages()
            .forEach(language ->
                sums.merge(
                    language.label(), language.probability() * piece.samples(), Double::sum));
      }
    }
    double all = samples;
    return sums.entrySet().stream()
        .map(sum -> new LabelProbability(sum.getKey(), sum.getValue() / all))
        .sorted(Comparator.comparingDouble(LabelProbability::probability).reversed())
        .toList();
  }
}
