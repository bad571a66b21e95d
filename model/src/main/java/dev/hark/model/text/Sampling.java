package dev.hark.model.text;

/**
 * How the next token is drawn from a model's scores.
 *
 * @param temperature divides the scores; 0 always takes the best token
 * @param topK keeps the best tokens of this number; 0 keeps all
 * @param topP keeps the smallest set of best tokens with at least this probability; 1 keeps all
 * @param minP keeps tokens with at least this share of the best one's probability; 0 keeps all
 * @param repetitionPenalty divides positive and multiplies negative scores of tokens that occurred;
 *     1 does nothing
 */
public record Sampling(
    double temperature, int topK, double topP, double minP, double repetitionPenalty) {
  /** Always the best token. */
  public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 1);

  /** What is recommended for Qwen3 when it thinks. */
  public static final Sampling THINKING = new Sampling(0.6, 20, 0.95, 0, 1);

  /** What is recommended for Qwen3 when it answers directly. */
  public static final Sampling DIRECT = new Sampling(0.7, 20, 0.8, 0, 1);

  public Sampling {
    require(temperature >= 0 && temperature <= 100, "temperature", temperature, "0 to 100");
    require(topK >= 0, "topK", topK, "0 or more");
    require(topP > 0 && topP <= 1, "topP", topP, "more than 0 and at most 1");
    require(minP >= 0 && minP <= 1, "minP", minP, "0 to 1");
    require(
        repetitionPenalty > 0 && repetitionPenalty <= 100,
        "repetitionPenalty",
        repetitionPenalty,
        "more than 0 and at most 100");
  }

  private static void require(boolean holds, String name, double value, String wanted) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s, wanted %s".formatted(name, value, wanted));
    }
  }
}
