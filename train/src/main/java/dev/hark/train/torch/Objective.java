package dev.hark.train.torch;

import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * Something to make small beside or in place of the cross-entropy of the labels, computed from the
 * same pass through the network.
 */
public interface Objective {
  /** Names and shapes of parameters that learn along; no exported model has them. */
  Map<String, long[]> shapes();

  /** Norms whose inputs are to be kept, see {@link ForwardPass}. */
  Set<String> watched();

  /** What a checkpoint must have been made with to be gone on from. */
  String identity();

  /**
   * The loss of a batch. Its examples have {@link SpeechExample#clean}.
   *
   * @param answer cross-entropy of the answers, a single value
   */
  Term loss(SpeechBatch batch, ForwardPass pass, Tensor answer);

  /**
   * A loss.
   *
   * @param total a single value with gradients, which replaces the cross-entropy
   * @param parts values to report, by name
   */
  record Term(Tensor total, Map<String, Double> parts) {}
}
