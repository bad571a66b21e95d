package dev.hark.cli;

import dev.hark.model.eval.Edit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was taken for what, and how often.
 *
 * @param reference token that was said; empty if none was
 * @param hypothesis token that was heard; empty if none was
 * @param count how often
 */
record EvalConfusion(String reference, String hypothesis, int count) {
  private static final int MOST = 12;

  /** The most frequent confusions, those that happened more than once, most frequent first. */
  static List<EvalConfusion> of(List<EvalReport.Result> results) {
    Map<Edit, Integer> counts = new LinkedHashMap<>();
    for (EvalReport.Result result : results) {
      if (result.alignment().counts().referenceLength() > 0) {
        result.alignment().edits().stream()
            .filter(edit -> edit.kind() != Edit.Kind.CORRECT)
            .forEach(edit -> counts.merge(edit, 1, Integer::sum));
      }
    }
    List<EvalConfusion> confusions = new ArrayList<>();
    counts.forEach((edit, count) -> {
      if (count > 1) {
        confusions.add(new EvalConfusion(edit.reference(), edit.hypothesis(), count));
      }
    });
    confusions.sort(
        Comparator.comparingInt((EvalConfusion confusion) -> -confusion.count)
            .thenComparing(EvalConfusion::reference)
            .thenComparing(EvalConfusion::hypothesis));
    return confusions.subList(0, Math.min(MOST, confusions.size()));
  }
}
