package dev.hark.engine.stream;

import dev.hark.audio.LogMel;
import dev.hark.audio.StreamingLogMel;
import dev.hark.engine.Coverage;
import dev.hark.engine.StreamOptions;
import dev.hark.engine.StreamSteps;
import dev.hark.engine.decode.GrowingAudio;
import dev.hark.engine.decode.TokenChooser;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.Language;
import dev.hark.model.text.RollbackStream;
import java.util.List;
import java.util.Optional;

/**
 * A segment in exact mode: the steps of {@link RollbackStream}, with encoded windows and their keys
 * and values kept, which changes no output.
 */
final class ExactSegment implements OpenSegment {
  private final StreamModel model;
  private final StepRunner runner;
  private final StreamOptions options;
  private final Optional<Language> language;
  private final RollbackStream rollback;
  private final int chunkSamples;
  private final SampleBuffer audio = new SampleBuffer();
  private final StreamingLogMel features = LogMel.create().stream();
  private final Optional<GrowingAudio> growth;
  private boolean truncated;

  ExactSegment(
      StreamModel model,
      StepRunner runner,
      StreamOptions options,
      Optional<Language> language,
      boolean reuse) {
    this.model = model;
    this.runner = runner;
    this.options = options;
    this.language = language;
    StreamSteps steps = options.steps();
    RollbackStream.Settings settings =
        new RollbackStream.Settings(
            steps.every().toNanos() / 1e9, steps.unfixedSteps(), steps.unfixedTokens(), false);
    this.chunkSamples = (int) settings.chunkSamples();
    this.rollback = model.rollback(language, settings);
    this.growth = reuse ? Optional.of(GrowingAudio.create()) : Optional.empty();
  }

  @Override
  public void append(float[] samples, int offset, int count) {
    audio.append(samples, offset, count);
    features.accept(samples, offset, count);
    rollback.accept(count);
  }

  @Override
  public SampleBuffer audio() {
    return audio;
  }

  @Override
  public int untilStep() {
    return (int) Math.max(0, chunkSamples - rollback.bufferedSamples());
  }

  @Override
  public boolean begin() {
    return untilStep() == 0;
  }

  /** All text is partial anyway. */
  @Override
  public void freeze() {}

  @Override
  public Hypothesis step() throws InterruptedException {
    RollbackStream.Step step = rollback.next().orElseThrow();
    run(step);
    return new Hypothesis(
        "", rollback.output().text(), rollback.output().language(), List.of(), "");
  }

  private void run(RollbackStream.Step step) throws InterruptedException {
    var mel = features.compute();
    int[] prompt =
        model.prompt(
            options.context(), language, AudioEncoder.tokens(mel.frames()), step.written());
    StepRunner.Written written =
        runner.run(
            new StepRunner.Step(
                prompt,
                mel,
                new int[0],
                List.of(),
                growth,
                options.steps().maxNewTokens(),
                false,
                false,
                TokenChooser.greedy()));
    truncated = !written.complete();
    rollback.generated(model.text(written.tokens()));
  }

  @Override
  public Conclusion conclude(int samples) throws InterruptedException {
    Optional<RollbackStream.Step> rest = rollback.finish();
    if (rest.isPresent()) {
      run(rest.get());
    }
    String text = rollback.output().text();
    Coverage coverage =
        truncated ? Coverage.TRUNCATED : text.isEmpty() ? Coverage.NO_SPEECH : Coverage.SPEECH;
    return new Conclusion(
        text,
        rollback.output().language(),
        List.of(),
        coverage,
        truncated ? "token budget used up" : "");
  }

  @Override
  public void close() {
    growth.ifPresent(GrowingAudio::close);
  }
}
