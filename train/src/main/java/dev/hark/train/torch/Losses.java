package dev.hark.train.torch;

/**
 * Losses of a batch.
 *
 * @param total what the gradients are of
 * @param answer cross-entropy of an answer token
 * @param ctc loss of the spelling head, 0 without one
 */
public record Losses(double total, double answer, double ctc) {}
