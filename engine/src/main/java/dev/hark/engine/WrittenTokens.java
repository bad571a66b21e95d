package dev.hark.engine;

import dev.hark.engine.decode.ScoringChooser;
import dev.hark.engine.decode.TokenChooser;
import dev.hark.model.tokenizer.StreamingDecoder;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The tokens of one generation as text, and with their probabilities if they are wanted. */
final class WrittenTokens {
  private final Tokenizer tokenizer;
  private final TokenChooser chooser;
  private final Optional<ScoringChooser> scoring;
  private final StreamingDecoder decoder;
  private final List<ScoredToken> scored = new ArrayList<>(); // all, special ones included
  private final List<ScoredToken> pending = new ArrayList<>(); // no whole character yet

  private WrittenTokens(Tokenizer tokenizer, TokenChooser chooser, OptionalInt alternatives) {
    this.tokenizer = tokenizer;
    this.chooser = chooser;
    this.scoring =
        alternatives.isPresent()
            ? Optional.of(ScoringChooser.over(chooser, alternatives.getAsInt()))
            : Optional.empty();
    this.decoder = tokenizer.streamingDecoder(true);
  }

  static WrittenTokens create(Tokenizer tokenizer, TokenChooser chooser, OptionalInt alternatives) {
    return new WrittenTokens(tokenizer, chooser, alternatives);
  }

  /** What the generation has to choose with. */
  TokenChooser chooser() {
    return scoring.<TokenChooser>map(scorer -> scorer).orElse(chooser);
  }

  /** The text that the token just chosen completes. */
  Optional<TextDelta> accept(int token) {
    scoring.ifPresent(scorer -> {
      ScoredToken last = scorer.last().orElse(ScoringChooser.Choice.given(token)).scored(tokenizer);
      scored.add(last);
      if (!tokenizer.isSpecial(token)) {
        pending.add(last);
      }
    });
    return delta(decoder.accept(token));
  }

  /** The rest of the text, if it ends within a character. */
  Optional<TextDelta> finish() {
    return delta(decoder.finish());
  }

  private Optional<TextDelta> delta(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    TextDelta delta = new TextDelta(text, pending);
    pending.clear();
    return Optional.of(delta);
  }

  /** Those of the tokens [from, to) that are text; none if probabilities are not wanted. */
  List<ScoredToken> tokens(int from, int to) {
    return IntStream.range(Math.min(from, scored.size()), Math.min(to, scored.size()))
        .mapToObj(scored::get)
        .filter(token -> !tokenizer.isSpecial(token.id()))
        .toList();
  }
}
