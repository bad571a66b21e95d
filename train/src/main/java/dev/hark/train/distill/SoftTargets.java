package dev.hark.train.distill;

/**
 * A teacher's probabilities of the next token at some places, at one temperature: the most probable
 * tokens one by one, all others as one sum.
 *
 * @param top tokens a place
 * @param ids {@code [places, top]}
 * @param logProbabilities natural logarithms, {@code [places, top]}
 * @param logRest logarithm of the sum of the others' probabilities, {@code [places]}; minus
 *     infinity if there are no others
 */
@SuppressWarnings("ArrayRecordComponent")
record SoftTargets(int top, int[] ids, float[] logProbabilities, float[] logRest) {
  int places() {
    return logRest.length;
  }
}
