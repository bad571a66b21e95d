package dev.hark.train.data;

/**
 * One utterance to learn from.
 *
 * @param id names it in messages, such as a path or a path and a line
 * @param samples one channel at 16 kHz, not to be changed
 * @param clean the samples before they were changed for training; the same array if they were not
 * @param recurring whether the clean samples come again in later rounds, as newly joined ones do
 *     not
 * @param text what the model shall answer, in the official format: {@code "language
 *     English<asr_text>three five"}
 * @param context what the system turn of the prompt says; mostly empty
 * @param labels what else is known of it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Example(
    String id,
    float[] samples,
    float[] clean,
    boolean recurring,
    String text,
    String context,
    Labels labels) {
  /** An utterance of which nothing else is known. */
  public Example(
      String id, float[] samples, float[] clean, boolean recurring, String text, String context) {
    this(id, samples, clean, recurring, text, context, Labels.UNKNOWN);
  }

  /** An utterance that nobody changed and that does not come again. */
  public Example(String id, float[] samples, String text, String context) {
    this(id, samples, samples, false, text, context);
  }

  /** Such an utterance with an empty context. */
  public Example(String id, float[] samples, String text) {
    this(id, samples, text, "");
  }

  /** Length of the audio. */
  public double seconds() {
    return samples.length / 16_000.0;
  }
}
