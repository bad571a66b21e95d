package dev.hark.train.torch;

/**
 * What heads are to find in an utterance.
 *
 * @param language English name of the language, "None" for no speech; empty if not known
 * @param style how or by whom it is said; empty if not known
 * @param speech for each audio token 1 if it is speech and 0 if not; empty if not known
 */
@SuppressWarnings("ArrayRecordComponent")
public record HeadLabels(String language, String style, float[] speech) {
  /** Nothing is known. */
  public static final HeadLabels UNKNOWN = new HeadLabels("", "", new float[0]);
}
