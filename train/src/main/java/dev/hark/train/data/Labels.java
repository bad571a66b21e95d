package dev.hark.train.data;

import java.util.Optional;

/**
 * What is known of an utterance beside its text.
 *
 * @param style how or by whom it is said; empty if not known
 * @param speech where somebody speaks; empty if not known
 */
public record Labels(String style, Optional<SpeechSpans> speech) {
  /** Nothing is known. */
  public static final Labels UNKNOWN = new Labels("", Optional.empty());
}
