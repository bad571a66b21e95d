package dev.hark.engine.stream;

import dev.hark.engine.ScoredToken;
import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.ScoringChooser;
import dev.hark.engine.decode.TokenChooser;
import dev.hark.engine.decode.TokenIds;
import dev.hark.engine.longform.AllowedLanguages;
import dev.hark.engine.longform.TokenBudget;
import dev.hark.model.text.Language;
import dev.hark.model.text.ParsedOutput;
import dev.hark.model.text.RollbackStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What live sessions need of a recogniser; one serves all sessions. */
public interface StreamModel {
  /** Generates for all sessions. */
  BatchGenerator generator();

  /** The pace that all sessions keep together. */
  Cadence cadence();

  /** Id of the audio placeholder. */
  int audioToken();

  /** Ids that end a text. */
  Set<Integer> stopTokens();

  /**
   * Ids of the prompt for a number of audio tokens.
   *
   * @param written output that the model is to continue, empty for none
   */
  int[] prompt(String context, Optional<Language> language, int audioTokens, String written);

  /**
   * What output may begin with that is to name one of several languages.
   *
   * @param written tokens of it that are there already // [written]
   */
  default List<TokenIds> beginnings(AllowedLanguages languages, int[] written) {
    return List.of();
  }

  /** The tokens as text, special ones left out. */
  String text(int[] tokens);

  /** A choice with the bytes of its token. */
  ScoredToken scored(ScoringChooser.Choice choice);

  /** Those tokens of output that are its text. */
  List<ScoredToken> said(List<ScoredToken> written, Optional<Language> language);

  /** What output says. */
  ParsedOutput read(String raw, Optional<Language> language);

  /** The reference's streaming, without audio so far. */
  RollbackStream rollback(Optional<Language> language, RollbackStream.Settings settings);

  /**
   * Chooses the tokens of one step.
   *
   * @param written tokens of the text that the step continues
   * @param seconds audio of the segment
   */
  default TokenChooser chooser(int written, double seconds) {
    return TokenChooser.greedy();
  }

  /** Most tokens of the text of so much audio. */
  default int mostTokens(double seconds) {
    return TokenBudget.of(seconds);
  }
}
