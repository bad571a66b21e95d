package dev.hark.train.align;

import dev.hark.model.eval.TimeShifts;
import dev.hark.train.torch.AlignerExample;
import dev.hark.train.torch.AlignerTrainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Utterances that are not learned from, and how far found times lie from the true ones. */
final class AlignmentSet {
  private static final int BATCH = 24;

  private final List<AlignerExample> examples;
  private final int millisPerClass;

  AlignmentSet(List<AlignerExample> examples, int millisPerClass) {
    this.examples = new ArrayList<>(examples);
    this.examples.sort(Comparator.comparingInt(example -> example.mel().frames()));
    this.millisPerClass = millisPerClass;
  }

  boolean isEmpty() {
    return examples.isEmpty();
  }

  /** The shifts of the most probable times, as they are, without repair. */
  TimeShifts shifts(AlignerTrainer trainer) {
    TimeShifts shifts = new TimeShifts();
    for (int from = 0; from < examples.size(); from += BATCH) {
      List<AlignerExample> batch = examples.subList(from, Math.min(examples.size(), from + BATCH));
      List<int[]> found = trainer.classes(batch);
      for (int i = 0; i < batch.size(); i++) {
        double[] millis = batch.get(i).millis();
        for (int slot = 0; slot < millis.length; slot += 2) {
          shifts.add(
              found.get(i)[slot] * (double) millisPerClass - millis[slot],
              found.get(i)[slot + 1] * (double) millisPerClass - millis[slot + 1]);
        }
      }
    }
    return shifts;
  }
}
