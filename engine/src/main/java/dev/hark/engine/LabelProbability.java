package dev.hark.engine;

/**
 * How likely a label holds.
 *
 * @param label such as the English name of a language, or "None" for no speech
 * @param probability 0 to 1
 */
public record LabelProbability(String label, double probability) {}
