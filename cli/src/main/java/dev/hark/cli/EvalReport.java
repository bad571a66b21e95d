package dev.hark.cli;

import dev.hark.model.eval.ErrorCounts;
import dev.hark.model.eval.ErrorUnit;
import dev.hark.model.eval.TextNormalizer;
import dev.hark.model.eval.TokenAlignment;
import dev.hark.model.eval.WordErrorRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An evaluation worked out: error rates and speed by language, and the worst clips. {@link
 * EvalMarkdown} and {@link EvalHtml} write it.
 *
 * <p>A language's rate is the sum of its errors over the sum of its reference lengths. Clips
 * without words in their reference have no rate and are reported apart.
 */
final class EvalReport {
  static final int WORST = 12;
  private static final int RESAMPLES = 1000;
  private static final int FEWEST_FOR_INTERVAL = 10;
  private static final long SEED = 20260101;

  /**
   * A clip and how its texts align.
   *
   * @param clip the clip
   * @param alignment reference against hypothesis, both normalized
   */
  record Result(EvalClip clip, TokenAlignment alignment) {
    ErrorUnit unit() {
      return ErrorUnit.of(clip.language());
    }
  }

  /**
   * One language.
   *
   * @param language its English name
   * @param score its error counts
   * @param low lower end of the 95 % interval of the rate; NaN with fewer than ten clips
   * @param high upper end
   * @param audioSeconds length of its audio
   * @param computeSeconds time it took
   */
  record Row(
      String language,
      WordErrorRate.Score score,
      double low,
      double high,
      double audioSeconds,
      double computeSeconds) {
    double realTimeFactor() {
      return audioSeconds == 0 ? Double.NaN : computeSeconds / audioSeconds;
    }
  }

  private final String title;
  private final Map<String, String> facts;
  private final List<Result> results;
  private final List<Row> rows;
  private final double meanRate;

  private EvalReport(
      String title,
      Map<String, String> facts,
      List<Result> results,
      List<Row> rows,
      double meanRate) {
    this.title = title;
    this.facts = facts;
    this.results = results;
    this.rows = rows;
    this.meanRate = meanRate;
  }

  /**
   * Works out the report.
   *
   * @param title what was evaluated
   * @param facts what a reader should know, such as model and machine, in the order to show
   * @param clips the clips; at least one
   */
  static EvalReport of(String title, Map<String, String> facts, List<EvalClip> clips) {
    return of(title, facts, clips, TextNormalizer::of);
  }

  /**
   * Works out the report.
   *
   * @param normalizers the normalizer of a language by its English name
   */
  static EvalReport of(
      String title,
      Map<String, String> facts,
      List<EvalClip> clips,
      Function<String, TextNormalizer> normalizers) {
    if (clips.isEmpty()) {
      throw new IllegalArgumentException("evaluation: no clips; wanted at least one");
    }
    WordErrorRate rates = WordErrorRate.create(normalizers);
    List<Result> results = new ArrayList<>();
    Map<String, List<Result>> byLanguage = new TreeMap<>();
    for (EvalClip clip : clips) {
      Result result =
          new Result(clip, rates.add(clip.language(), clip.reference(), clip.hypothesis()));
      results.add(result);
      byLanguage.computeIfAbsent(clip.language(), _ -> new ArrayList<>()).add(result);
    }
    List<Row> rows = new ArrayList<>();
    byLanguage.forEach((language, members) ->
        rows.add(row(members, Objects.requireNonNull(rates.byLanguage().get(language)))));
    return new EvalReport(title, facts, results, rows, rates.meanRate());
  }

  private static Row row(List<Result> members, WordErrorRate.Score score) {
    double[] interval = interval(members);
    return new Row(
        members.getFirst().clip().language(),
        score,
        interval[0],
        interval[1],
        members.stream().mapToDouble(member -> member.clip().audioSeconds()).sum(),
        members.stream().mapToDouble(member -> member.clip().computeSeconds()).sum());
  }

  /** The 95 % interval of the rate, by drawing the clips again and again with replacement. */
  private static double[] interval(List<Result> members) {
    List<ErrorCounts> counts =
        members.stream()
            .map(member -> member.alignment().counts())
            .filter(count -> count.referenceLength() > 0)
            .toList();
    if (counts.size() < FEWEST_FOR_INTERVAL) {
      return new double[] {Double.NaN, Double.NaN};
    }
    Random random = new Random(SEED);
    double[] rates = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      long errors = 0;
      long length = 0;
      for (int k = 0; k < counts.size(); k++) {
        ErrorCounts drawn = counts.get(random.nextInt(counts.size()));
        errors += drawn.errors();
        length += drawn.referenceLength();
      }
      rates[i] = (double) errors / length;
    }
    Arrays.sort(rates);
    return new double[] {rates[RESAMPLES / 40], rates[RESAMPLES - 1 - RESAMPLES / 40]};
  }

  String title() {
    return title;
  }

  Map<String, String> facts() {
    return facts;
  }

  List<Result> results() {
    return results;
  }

  /** The languages, in order of name. */
  List<Row> rows() {
    return rows;
  }

  /** Mean of the languages' rates. */
  double meanRate() {
    return meanRate;
  }

  double audioSeconds() {
    return rows.stream().mapToDouble(Row::audioSeconds).sum();
  }

  /** Compute time over audio time, all clips together. */
  double realTimeFactor() {
    double compute = rows.stream().mapToDouble(Row::computeSeconds).sum();
    return audioSeconds() == 0 ? Double.NaN : compute / audioSeconds();
  }

  /** Largest memory of any clip; 0 if unknown. */
  long peakMemoryBytes() {
    return results.stream().mapToLong(result -> result.clip().peakMemoryBytes()).max().orElse(0);
  }

  /** Clips with errors, the highest rate first; among equals the one with more errors. */
  List<Result> worst() {
    return results.stream()
        .filter(result -> result.alignment().counts().referenceLength() > 0)
        .filter(result -> result.alignment().counts().errors() > 0)
        .sorted(
            Comparator.comparingDouble((Result result) -> -result.alignment().counts().rate())
                .thenComparingLong(result -> -result.alignment().counts().errors())
                .thenComparing(result -> result.clip().name()))
        .limit(WORST)
        .toList();
  }

  /** The most frequent confusions. */
  List<EvalConfusion> confusions() {
    return EvalConfusion.of(results);
  }

  /** Clips without words in their reference. */
  List<Result> empty() {
    return results.stream()
        .filter(result -> result.alignment().counts().referenceLength() == 0)
        .toList();
  }
}
