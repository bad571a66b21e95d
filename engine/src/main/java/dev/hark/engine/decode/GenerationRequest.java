package dev.hark.engine.decode;

import dev.hark.audio.MelSpectrogram;
import java.util.Optional;
import java.util.Set;

/**
 * One sequence to generate. Built with {@link #create} and the {@code with} methods.
 *
 * @param prompt token ids; rows of audio tokens are replaced by the encoded audio in order
 * @param audio features of the audio in the prompt, if it has any
 * @param audioToken id of the placeholder
 * @param maxNewTokens bound on generated tokens
 * @param stopTokens ids that end the sequence; the one that did is part of the result
 * @param chooser chooses among the scores; used by one sequence only
 * @param listener hears each token
 * @param traced whether the result is to hold the best scores of the first step
 */
public record GenerationRequest(
    TokenIds prompt,
    Optional<MelSpectrogram> audio,
    int audioToken,
    int maxNewTokens,
    Set<Integer> stopTokens,
    TokenChooser chooser,
    TokenListener listener,
    boolean traced) {
  public GenerationRequest {
    stopTokens = Set.copyOf(stopTokens);
    if (maxNewTokens < 1) {
      throw new IllegalArgumentException("maxNewTokens is " + maxNewTokens + ", wanted 1 or more");
    }
  }

  /** Greedy generation from a prompt of text alone. */
  public static GenerationRequest create(
      TokenIds prompt, int maxNewTokens, Set<Integer> stopTokens) {
    return new GenerationRequest(
        prompt,
        Optional.empty(),
        -1,
        maxNewTokens,
        stopTokens,
        TokenChooser.greedy(),
        _ -> true,
        false);
  }

  /** The same with audio in place of a token. */
  public GenerationRequest withAudio(MelSpectrogram mel, int placeholder) {
    return new GenerationRequest(
        prompt, Optional.of(mel), placeholder, maxNewTokens, stopTokens, chooser, listener, traced);
  }

  /** The same with another way to choose tokens. */
  public GenerationRequest withChooser(TokenChooser other) {
    return new GenerationRequest(
        prompt, audio, audioToken, maxNewTokens, stopTokens, other, listener, traced);
  }

  /** The same with a listener. */
  public GenerationRequest withListener(TokenListener other) {
    return new GenerationRequest(
        prompt, audio, audioToken, maxNewTokens, stopTokens, chooser, other, traced);
  }

  /** The same with the first step's best scores in the result. */
  public GenerationRequest withTrace() {
    return new GenerationRequest(
        prompt, audio, audioToken, maxNewTokens, stopTokens, chooser, listener, true);
  }
}
