package dev.hark.engine.decode;

import dev.hark.engine.ScoredToken;
import dev.hark.model.tokenizer.Tokenizer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses as another chooser does, and notes how probable each choice was: log-softmax over all
 * scores as the network gave them. Serves one sequence.
 */
public final class ScoringChooser implements TokenChooser {
  private final TokenChooser chooser;
  private final int alternatives;
  private Optional<Choice> last = Optional.empty();

  private ScoringChooser(TokenChooser chooser, int alternatives) {
    this.chooser = chooser;
    this.alternatives = alternatives;
  }

  /**
   * A choice.
   *
   * @param token the token taken
   * @param logProbability natural logarithm of its probability
   * @param best the most probable tokens with the logarithms of their probabilities, best first
   */
  public record Choice(int token, double logProbability, List<TokenScore> best) {
    public Choice {
      best = List.copyOf(best);
    }

    /** A token that was given, not chosen. */
    public static Choice given(int token) {
      return new Choice(token, 0, List.of());
    }

    /** The choice with the bytes of its tokens. */
    public ScoredToken scored(Tokenizer tokenizer) {
      List<ScoredToken> alternatives =
          best.stream()
              .map(other -> scored(tokenizer, other.token(), other.score(), List.of()))
              .toList();
      return scored(tokenizer, token, logProbability, alternatives);
    }

    private static ScoredToken scored(
        Tokenizer tokenizer, int id, double logProbability, List<ScoredToken> alternatives) {
      byte[] raw = tokenizer.bytes(id);
      List<Integer> bytes = IntStream.range(0, raw.length).mapToObj(i -> raw[i] & 0xff).toList();
      return new ScoredToken(id, bytes, logProbability, alternatives);
    }
  }

  /**
   * Notes the choices of a chooser.
   *
   * @param alternatives how many of the most probable tokens are noted with each
   */
  public static ScoringChooser over(TokenChooser chooser, int alternatives) {
    return new ScoringChooser(chooser, alternatives);
  }

  @Override
  public int choose(FloatBuffer scores) {
    int token = chooser.choose(scores);
    double total = Scores.logSum(scores);
    List<TokenScore> best =
        Scores.top(scores, alternatives).stream()
            .map(top -> new TokenScore(top.token(), (float) (top.score() - total)))
            .toList();
    last = Optional.of(new Choice(token, scores.get(token) - total, best));
    return token;
  }

  /** The choice made last, if any, on the thread that makes them. */
  public Optional<Choice> last() {
    return last;
  }
}
