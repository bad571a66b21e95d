package dev.hark.engine.stream;

import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.InferenceException;
import dev.hark.engine.ScoredToken;
import dev.hark.engine.decode.Generation;
import dev.hark.engine.decode.GenerationRequest;
import dev.hark.engine.decode.GrowingAudio;
import dev.hark.engine.decode.ScoringChooser;
import dev.hark.engine.decode.TokenChooser;
import dev.hark.engine.decode.TokenIds;
import dev.hark.engine.longform.LoopDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Runs the generations of one session, one at a time. */
final class StepRunner {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StreamModel model;
  private final Consumer<Duration> stalled;

  /**
   * A runner.
   *
   * @param stalled hears, once a step, that it takes far too long
   */
  StepRunner(StreamModel model, Consumer<Duration> stalled) {
    this.model = model;
    this.stalled = stalled;
  }

  /**
   * What to generate.
   *
   * @param prompt ids // [prompt]
   * @param draft tokens that are likely to come // [draft]
   * @param beginnings what is written begins with one of these; none for a free beginning
   * @param growth what is kept between steps, if anything
   * @param maxNewTokens bound, the draft not counted
   * @param loops whether a loop ends the generation
   * @param scored whether the tokens are wanted with their probabilities
   */
  @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
  record Step(
      int[] prompt,
      MelSpectrogram mel,
      int[] draft,
      List<TokenIds> beginnings,
      Optional<GrowingAudio> growth,
      int maxNewTokens,
      boolean loops,
      boolean scored,
      TokenChooser chooser) {}

  /**
   * What was generated.
   *
   * @param tokens without the stop token and, of a loop, only what is worth keeping // [tokens]
   * @param scored the same tokens with their probabilities, if they are wanted
   * @param end why it ended; {@code LISTENER} for a loop
   */
  @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
  record Written(int[] tokens, List<ScoredToken> scored, Generation.End end) {
    boolean looped() {
      return end == Generation.End.LISTENER;
    }

    boolean complete() {
      return end == Generation.End.STOP_TOKEN;
    }
  }

  Written run(Step step) throws InterruptedException {
    LoopDetector loops = new LoopDetector();
    ScoringChooser scorer = ScoringChooser.over(step.chooser(), 0);
    List<ScoredToken> scored = new ArrayList<>();
    GenerationRequest request =
        GenerationRequest.create(
                TokenIds.of(step.prompt()),
                step.draft().length + step.maxNewTokens(),
                model.stopTokens())
            .withAudio(step.mel(), model.audioToken())
            .withChooser(step.scored() ? scorer : step.chooser())
            .withDraft(TokenIds.of(step.draft()))
            .withBeginnings(step.beginnings())
            .withListener(token -> {
              if (step.scored()) {
                scored.add(model.scored(scorer.last().orElse(ScoringChooser.Choice.given(token))));
              }
              return !loops.accept(token) || !step.loops();
            });
    if (step.growth().isPresent()) {
      request = request.withGrowth(step.growth().get());
    }
    Generation generation = await(model.generator().submit(request));
    int[] tokens = generation.tokens().toArray();
    int kept =
        switch (generation.end()) {
          case STOP_TOKEN -> tokens.length - 1;
          case BUDGET -> tokens.length;
          case LISTENER -> loops.keptTokens();
        };
    return new Written(
        Arrays.copyOf(tokens, kept),
        scored.subList(0, Math.min(kept, scored.size())),
        generation.end());
  }

  private Generation await(CompletableFuture<Generation> result) throws InterruptedException {
    try {
      try {
        return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        stalled.accept(PATIENCE);
        return result.get();
      }
    } catch (InterruptedException e) {
      result.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new InferenceException("generation failed: " + e.getCause(), e);
    }
  }
}
