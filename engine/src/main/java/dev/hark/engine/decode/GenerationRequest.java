package dev.hark.engine.decode;

import dev.hark.audio.MelSpectrogram;
import java.util.List;
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
 * @param growth what earlier prompts with a beginning of the same audio left to be used again
 * @param draft tokens that are likely to be generated: checked in one pass instead of one by one,
 *     which changes nothing but the time it takes
 * @param beginnings the sequence begins with the most probable of these, whatever the chooser would
 *     choose; none for a free beginning
 * @param embeddings hears the encoded audio before the first token
 */
public record GenerationRequest(
    TokenIds prompt,
    Optional<MelSpectrogram> audio,
    int audioToken,
    int maxNewTokens,
    Set<Integer> stopTokens,
    TokenChooser chooser,
    TokenListener listener,
    boolean traced,
    Optional<GrowingAudio> growth,
    TokenIds draft,
    List<TokenIds> beginnings,
    EmbeddingsListener embeddings) {
  public GenerationRequest {
    stopTokens = Set.copyOf(stopTokens);
    beginnings = List.copyOf(beginnings);
    if (!beginnings.isEmpty() && draft.size() > 0) {
      throw new IllegalArgumentException("a sequence has a draft or beginnings, not both");
    }
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
        false,
        Optional.empty(),
        TokenIds.of(),
        List.of(),
        _ -> {});
  }

  /** The same with audio in place of a token. */
  public GenerationRequest withAudio(MelSpectrogram mel, int placeholder) {
    return new GenerationRequest(
        prompt,
        Optional.of(mel),
        placeholder,
        maxNewTokens,
        stopTokens,
        chooser,
        listener,
        traced,
        growth,
        draft,
        beginnings,
        embeddings);
  }

  /** The same with another way to choose tokens. */
  public GenerationRequest withChooser(TokenChooser other) {
    return new GenerationRequest(
        prompt,
        audio,
        audioToken,
        maxNewTokens,
        stopTokens,
        other,
        listener,
        traced,
        growth,
        draft,
        beginnings,
        embeddings);
  }

  /** The same with a listener. */
  public GenerationRequest withListener(TokenListener other) {
    return new GenerationRequest(
        prompt,
        audio,
        audioToken,
        maxNewTokens,
        stopTokens,
        chooser,
        other,
        traced,
        growth,
        draft,
        beginnings,
        embeddings);
  }

  /** The same with the first step's best scores in the result. */
  public GenerationRequest withTrace() {
    return new GenerationRequest(
        prompt,
        audio,
        audioToken,
        maxNewTokens,
        stopTokens,
        chooser,
        listener,
        true,
        growth,
        draft,
        beginnings,
        embeddings);
  }

  /** The same with what is kept between prompts whose audio grows. */
  public GenerationRequest withGrowth(GrowingAudio kept) {
    return new GenerationRequest(
        prompt,
        audio,
        audioToken,
        maxNewTokens,
        stopTokens,
        chooser,
        listener,
        traced,
        Optional.of(kept),
        draft,
        beginnings,
        embeddings);
  }

  /** The same with tokens that are likely to be generated. */
  public GenerationRequest withDraft(TokenIds likely) {
    return new GenerationRequest(
        prompt,
        audio,
        audioToken,
        maxNewTokens,
        stopTokens,
        chooser,
        listener,
        traced,
        growth,
        likely,
        beginnings,
        embeddings);
  }

  /** The same, beginning with the most probable of some sequences of tokens. */
  public GenerationRequest withBeginnings(List<TokenIds> allowed) {
    return new GenerationRequest(
        prompt,
        audio,
        audioToken,
        maxNewTokens,
        stopTokens,
        chooser,
        listener,
        traced,
        growth,
        draft,
        allowed,
        embeddings);
  }

  /** The same with a listener for the encoded audio. */
  public GenerationRequest withEmbeddingsListener(EmbeddingsListener other) {
    return new GenerationRequest(
        prompt,
        audio,
        audioToken,
        maxNewTokens,
        stopTokens,
        chooser,
        listener,
        traced,
        growth,
        draft,
        beginnings,
        other);
  }
}
