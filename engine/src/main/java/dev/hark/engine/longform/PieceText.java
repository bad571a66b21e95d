package dev.hark.engine.longform;

import dev.hark.engine.ScoredToken;
import java.util.List;

/**
 * What the model said about a piece in one attempt.
 *
 * @param text the transcript; of a loop, what came before it and the repeated block once
 * @param language English name of the language, empty when unknown or without speech
 * @param stop why the generation ended
 * @param tokens the tokens of the text with their probabilities; empty unless asked for
 */
public record PieceText(String text, String language, StopReason stop, List<ScoredToken> tokens) {
  public PieceText {
    tokens = List.copyOf(tokens);
  }

  /** A text without the probabilities of its tokens. */
  public static PieceText of(String text, String language, StopReason stop) {
    return new PieceText(text, language, stop, List.of());
  }
}
