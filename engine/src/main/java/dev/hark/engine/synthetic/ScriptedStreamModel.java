package dev.hark.engine.synthetic;

import dev.hark.engine.ScoredToken;
import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.ScoringChooser;
import dev.hark.engine.decode.TokenChooser;
import dev.hark.engine.stream.Cadence;
import dev.hark.engine.stream.StreamModel;
import dev.hark.model.text.Language;
import dev.hark.model.text.ParsedOutput;
import dev.hark.model.text.RollbackStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A recogniser of random weights for live sessions. The networks do all their work; what is written
 * is a script, since random weights say nothing twice: 3.5 tokens a second, of which each step
 * changes the last two.
 */
final class ScriptedStreamModel implements StreamModel {
  private static final int STOP = 151_645;
  private static final int REVISED = 2;
  private static final int WORDS = 99_991; // a prime, so that the script does not repeat

  private final BatchGenerator generator;
  private final Cadence cadence = Cadence.create();

  ScriptedStreamModel(BatchGenerator generator) {
    this.generator = generator;
  }

  @Override
  public BatchGenerator generator() {
    return generator;
  }

  @Override
  public Cadence cadence() {
    return cadence;
  }

  @Override
  public int audioToken() {
    return SyntheticBenchmark.AUDIO_PAD;
  }

  @Override
  public Set<Integer> stopTokens() {
    return Set.of(STOP);
  }

  @Override
  public int[] prompt(
      String context, Optional<Language> language, int audioTokens, String written) {
    return SyntheticBenchmark.prompt(audioTokens);
  }

  @Override
  public TokenChooser chooser(int written, double seconds) {
    TokenChooser greedy = TokenChooser.greedy();
    int length = (int) (seconds * SyntheticBenchmark.TOKENS_PER_SECOND);
    int[] next = {written};
    return scores -> {
      greedy.choose(scores); // its time counts too
      int at = next[0]++;
      if (at >= length) {
        return STOP;
      }
      return (int) (at * 7919L % WORDS) + (at >= length - REVISED ? length : 0);
    };
  }

  @Override
  public String text(int[] tokens) {
    return Arrays.stream(tokens).mapToObj(token -> " w" + token).collect(Collectors.joining());
  }

  @Override
  public ScoredToken scored(ScoringChooser.Choice choice) {
    return new ScoredToken(choice.token(), List.of(), choice.logProbability(), List.of());
  }

  @Override
  public List<ScoredToken> said(List<ScoredToken> written, Optional<Language> language) {
    return written;
  }

  @Override
  public ParsedOutput read(String raw, Optional<Language> language) {
    return new ParsedOutput("English", raw.strip());
  }

  @Override
  public RollbackStream rollback(Optional<Language> language, RollbackStream.Settings settings) {
    throw new UnsupportedOperationException("random weights have no tokenizer for exact mode");
  }
}
