package dev.hark.engine.decode;

/**
 * What a generator's thread has spent its time on since it was started.
 *
 * @param encoderNanos audio embeddings
 * @param promptNanos prompts and drafts
 * @param stepNanos steps of running sequences
 * @param steps their number
 * @param tokens tokens they wrote, one for each running sequence
 */
public record GeneratorTime(
    long encoderNanos, long promptNanos, long stepNanos, long steps, long tokens) {
  static final GeneratorTime NONE = new GeneratorTime(0, 0, 0, 0, 0);

  GeneratorTime encoded(long nanos) {
    return new GeneratorTime(encoderNanos + nanos, promptNanos, stepNanos, steps, tokens);
  }

  GeneratorTime prefilled(long nanos) {
    return new GeneratorTime(encoderNanos, promptNanos + nanos, stepNanos, steps, tokens);
  }

  GeneratorTime stepped(long nanos, int sequences) {
    return new GeneratorTime(
        encoderNanos, promptNanos, stepNanos + nanos, steps + 1, tokens + sequences);
  }

  /** What came after an earlier moment. */
  public GeneratorTime since(GeneratorTime earlier) {
    return new GeneratorTime(
        encoderNanos - earlier.encoderNanos,
        promptNanos - earlier.promptNanos,
        stepNanos - earlier.stepNanos,
        steps - earlier.steps,
        tokens - earlier.tokens);
  }
}
