package dev.hark.cli;

import dev.hark.model.eval.Edit;
import dev.hark.model.eval.ErrorUnit;
import dev.hark.model.eval.TokenAlignment;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of an alignment that is all right or all wrong, so that a reader sees what was taken
 * for what instead of single steps.
 *
 * @param kind CORRECT, or what kind of error it is as a whole
 * @param reference its tokens of the reference, joined
 * @param hypothesis its tokens of the hypothesis, joined
 */
record WordDiff(Edit.Kind kind, String reference, String hypothesis) {
  /** The stretches of {@code alignment}, in order. */
  static List<WordDiff> of(TokenAlignment alignment, ErrorUnit unit) {
    List<WordDiff> runs = new ArrayList<>();
    List<Edit> edits = alignment.edits();
    int start = 0;
    for (int end = 1; end <= edits.size(); end++) {
      if (end == edits.size() || correct(edits.get(end)) != correct(edits.get(start))) {
        runs.add(run(edits.subList(start, end), unit));
        start = end;
      }
    }
    return runs;
  }

  private static boolean correct(Edit edit) {
    return edit.kind() == Edit.Kind.CORRECT;
  }

  private static WordDiff run(List<Edit> edits, ErrorUnit unit) {
    String separator = unit == ErrorUnit.WORD ? " " : "";
    List<String> reference = new ArrayList<>();
    List<String> hypothesis = new ArrayList<>();
    for (Edit edit : edits) {
      if (!edit.reference().isEmpty()) {
        reference.add(edit.reference());
      }
      if (!edit.hypothesis().isEmpty()) {
        hypothesis.add(edit.hypothesis());
      }
    }
    Edit.Kind kind;
    if (correct(edits.getFirst())) {
      kind = Edit.Kind.CORRECT;
    } else if (reference.isEmpty()) {
      kind = Edit.Kind.INSERTION;
    } else {
      kind = hypothesis.isEmpty() ? Edit.Kind.DELETION : Edit.Kind.SUBSTITUTION;
    }
    return new WordDiff(
        kind, String.join(separator, reference), String.join(separator, hypothesis));
  }
}
