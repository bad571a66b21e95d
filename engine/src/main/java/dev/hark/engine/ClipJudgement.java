package dev.hark.engine;

import java.util.List;

/**
 * What the heads of a model say about a clip. What there is no head for is empty.
 *
 * @param languages how likely each language is, the likeliest first
 * @param styles how likely each style is, the likeliest first
 * @param speech how likely each audio token is speech, in order; {@link
 *     dev.hark.model.network.AudioTokenTimes} says when each is
 */
public record ClipJudgement(
    List<LabelProbability> languages, List<LabelProbability> styles, List<Double> speech) {
  public ClipJudgement {
    languages = List.copyOf(languages);
    styles = List.copyOf(styles);
    speech = List.copyOf(speech);
  }
}
