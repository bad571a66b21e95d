package dev.hark.train.torch;

import org.bytedeco.pytorch.Tensor;

/** Where an interpreter finds a network's parameters. */
@FunctionalInterface
public interface ParameterSource {
  /** The parameter of a name; whoever asks does not free it. */
  Tensor parameter(String name);
}
