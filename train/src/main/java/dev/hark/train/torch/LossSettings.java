package dev.hark.train.torch;

/**
 * What is made small.
 *
 * @param labelSmoothing probability that is spread over all tokens, 0 to below 1
 * @param ctcWeight weight of the loss of the head that spells from the audio alone; 0 leaves it out
 */
public record LossSettings(double labelSmoothing, double ctcWeight) {}
