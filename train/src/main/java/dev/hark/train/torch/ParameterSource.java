package dev.hark.train.torch;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** Where an interpreter finds a network's parameters. */
@FunctionalInterface
public interface ParameterSource {
  /** The parameter of a name; whoever asks does not free it. */
  Tensor parameter(String name);

  /** What is added to a linear layer's weight, if anything. */
  default Optional<LowRank> addition(String layer) {
    return Optional.empty();
  }
}
