package dev.hark.train.torch;

import org.bytedeco.pytorch.Tensor;

/**
 * What a linear layer's weight is increased by: {@code scale * up * down}.
 *
 * @param down {@code [rank, inputs]}
 * @param up {@code [outputs, rank]}
 */
public record LowRank(Tensor down, Tensor up, double scale) {}
