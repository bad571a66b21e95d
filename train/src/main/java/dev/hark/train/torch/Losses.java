package dev.hark.train.torch;

import java.util.Map;
import java.util.TreeMap;

/**
 * Losses of a batch.
 *
 * @param total what the gradients are of
 * @param answer cross-entropy of an answer token
 * @param ctc loss of the spelling head, 0 without one
 * @param others what an objective of its own adds, by name, before weighting
 */
public record Losses(double total, double answer, double ctc, Map<String, Double> others) {
  public Losses {
    others = new TreeMap<>(others);
  }

  /** Losses of a run without other objectives. */
  public Losses(double total, double answer, double ctc) {
    this(total, answer, ctc, Map.of());
  }
}
