package dev.hark.train.run;

import dev.hark.train.torch.LossSettings;

/**
 * Everything that decides what a run computes. Two runs with the same settings, data and number of
 * threads compute the same.
 *
 * @param steps optimiser steps of the whole run
 * @param batch utterances of a batch
 * @param accumulate batches of a step
 * @param learningRate highest rate
 * @param warmup steps until the highest rate
 * @param weightDecay decay of matrices per step, times the rate
 * @param clip largest norm of the gradients
 * @param labelSmoothing probability spread over all tokens
 * @param ctcWeight weight of the loss that spells from the audio alone; 0 for none
 * @param brain whether products run in bfloat16
 * @param threads threads of libtorch
 * @param seed of everything drawn
 * @param pool batches whose utterances are sorted by length together
 * @param saveEvery steps between two checkpoints
 * @param evaluateEvery steps between two evaluations
 */
public record TrainingSettings(
    int steps,
    int batch,
    int accumulate,
    double learningRate,
    int warmup,
    double weightDecay,
    double clip,
    double labelSmoothing,
    double ctcWeight,
    boolean brain,
    int threads,
    long seed,
    int pool,
    int saveEvery,
    int evaluateEvery) {

  /**
   * The settings without how long the run is and how often it reports: these may differ when a run
   * goes on, for example to make it longer, which stretches the fall of the learning rate.
   */
  TrainingSettings ofStep() {
    return new TrainingSettings(
        0,
        batch,
        accumulate,
        learningRate,
        warmup,
        weightDecay,
        clip,
        labelSmoothing,
        ctcWeight,
        brain,
        threads,
        seed,
        pool,
        0,
        0);
  }

  LossSettings losses() {
    return new LossSettings(labelSmoothing, ctcWeight);
  }
}
