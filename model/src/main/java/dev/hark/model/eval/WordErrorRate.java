package dev.hark.model.eval;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Word and character error rates of a set of clips, by language. A language's rate is the sum of
 * its errors over the sum of its reference lengths. Clips whose reference has no words have no
 * rate; what was heard in them is counted apart, as {@linkplain Score#hallucinated() hallucinated}.
 */
public final class WordErrorRate {
  private final Map<String, Score> scores = new TreeMap<>();
  private final Function<String, TextNormalizer> normalizers;

  private WordErrorRate(Function<String, TextNormalizer> normalizers) {
    this.normalizers = normalizers;
  }

  /** No clips yet; each language has its usual normalization. */
  public static WordErrorRate create() {
    return create(TextNormalizer::of);
  }

  /**
   * No clips yet.
   *
   * @param normalizers the normalizer of a language by its English name
   */
  public static WordErrorRate create(Function<String, TextNormalizer> normalizers) {
    return new WordErrorRate(normalizers);
  }

  /**
   * The sum over the clips of one language.
   *
   * @param unit what is counted
   * @param clips clips with words in their reference
   * @param counts their errors
   * @param emptyReferences clips without words in their reference
   * @param hallucinated words or characters heard in those
   */
  public record Score(
      ErrorUnit unit, int clips, ErrorCounts counts, int emptyReferences, long hallucinated) {
    private Score plus(ErrorCounts clip) {
      boolean empty = clip.referenceLength() == 0;
      return new Score(
          unit,
          clips + (empty ? 0 : 1),
          empty ? counts : counts.plus(clip),
          emptyReferences + (empty ? 1 : 0),
          hallucinated + (empty ? clip.insertions() : 0));
    }
  }

  /** Aligns a clip in the usual unit and normalization of {@code language}, without counting it. */
  public static TokenAlignment align(String language, String reference, String hypothesis) {
    return align(language, TextNormalizer.of(language), reference, hypothesis);
  }

  private static TokenAlignment align(
      String language, TextNormalizer normalizer, String reference, String hypothesis) {
    ErrorUnit unit = ErrorUnit.of(language);
    return TokenAlignment.of(
        unit.tokens(normalizer.normalize(reference)),
        unit.tokens(normalizer.normalize(hypothesis)));
  }

  /** Counts a clip. Returns how its reference and hypothesis align. */
  public TokenAlignment add(String language, String reference, String hypothesis) {
    TokenAlignment alignment = align(language, normalizers.apply(language), reference, hypothesis);
    Score before =
        scores.getOrDefault(language, new Score(ErrorUnit.of(language), 0, ErrorCounts.NONE, 0, 0));
    scores.put(language, before.plus(alignment.counts()));
    return alignment;
  }

  /** The score of each language counted, in order of name. */
  public Map<String, Score> byLanguage() {
    return Collections.unmodifiableMap(scores);
  }

  /** Languages counted, in order of name. */
  public List<String> languages() {
    return List.copyOf(scores.keySet());
  }

  /** The mean of the languages' rates, each with the same weight; NaN if there is none. */
  public double meanRate() {
    return scores.values().stream()
        .mapToDouble(score -> score.counts().rate())
        .filter(rate -> !Double.isNaN(rate))
        .average()
        .orElse(Double.NaN);
  }
}
