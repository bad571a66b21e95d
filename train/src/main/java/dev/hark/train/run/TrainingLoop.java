package dev.hark.train.run;

import dev.hark.train.torch.LibTorch;
import dev.hark.train.torch.Losses;
import dev.hark.train.torch.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The steps of a run, whatever is learned: gradients of batches, a clipped move of the optimiser,
 * checkpoints to go on from, and an end at a loss that is no number.
 *
 * @param <B> a batch
 */
public final class TrainingLoop<B> {
  private static final int WORKERS = 2;

  private final Parameters parameters;
  private final TrainingSettings settings;
  private final String identity;
  private final Path folder;
  private final CheckpointFiles checkpoints;

  /** What is learned. */
  public interface Task<B> {
    /** Adds a batch's gradients, times {@code scale}, to those of the parameters. */
    Losses accumulate(B batch, double scale);

    /** The examples of a batch, for a message. */
    String describe(B batch);

    /** Measures, if there is something to measure with, and tells the listener. */
    void evaluate(int step, TrainingListener listener);

    /** Writes the model. */
    void export();
  }

  /**
   * A loop.
   *
   * @param identity what a checkpoint must have been made with to be gone on from
   * @param folder where {@code checkpoints/} go
   */
  public TrainingLoop(
      Parameters parameters, TrainingSettings settings, String identity, Path folder) {
    this.parameters = parameters;
    this.settings = settings;
    this.identity = "%s, %d parameters".formatted(settings.ofStep(), parameters.count()) + identity;
    this.folder = folder;
    this.checkpoints = checkpoints(folder);
  }

  private static CheckpointFiles checkpoints(Path folder) {
    return new CheckpointFiles(folder.resolve("checkpoints"));
  }

  /** Whether there is something to resume in a run's folder. */
  public static boolean hasCheckpoint(Path folder) {
    return !checkpoints(folder).files().isEmpty();
  }

  /**
   * Trains up to the last step and exports the model.
   *
   * @param resume whether to go on from the newest checkpoint, if there is one
   * @throws TrainingException if a loss is not a number, or files cannot be written
   * @throws InterruptedException if interrupted between two steps; a checkpoint is written first
   */
  public <E> void run(
      boolean resume, BatchSource<E, B> source, Task<B> task, TrainingListener listener)
      throws InterruptedException {
    try (RunLock _ = RunLock.of(folder)) {
      LibTorch.prepare(settings.threads());
      try (AdamW optimizer = new AdamW(parameters, settings.weightDecay());
          BatchFeed<E, B> feed = new BatchFeed<>(source, settings, WORKERS)) {
        steps(resume, task, optimizer, feed, listener);
      }
      task.export();
    }
  }

  private void steps(
      boolean resume,
      Task<B> task,
      AdamW optimizer,
      BatchFeed<?, B> feed,
      TrainingListener listener)
      throws InterruptedException {
    LearningRate rates =
        new LearningRate(settings.learningRate(), settings.warmup(), settings.steps());
    int first = resume ? checkpoints.load(identity, parameters, optimizer).orElse(0) : 0;
    int saved = first;
    for (int step = first; step < settings.steps(); step++) {
      if (Thread.interrupted()) {
        if (saved < step) {
          checkpoints.save(step, identity, parameters, optimizer);
        }
        throw new InterruptedException("stopped after step " + step);
      }
      step(step, task, optimizer, feed, rates, listener);
      int done = step + 1;
      if (done % settings.evaluateEvery() == 0 || done == settings.steps()) {
        task.evaluate(done, listener);
      }
      if (done % settings.saveEvery() == 0 || done == settings.steps()) {
        checkpoints.save(done, identity, parameters, optimizer);
        saved = done;
        listener.saved(done);
      }
    }
  }

  private void step(
      int step,
      Task<B> task,
      AdamW optimizer,
      BatchFeed<?, B> feed,
      LearningRate rates,
      TrainingListener listener)
      throws InterruptedException {
    parameters.gradients().fill((byte) 0);
    List<Losses> losses = new ArrayList<>();
    for (int i = 0; i < settings.accumulate(); i++) {
      B batch = feed.batch((long) step * settings.accumulate() + i);
      Losses loss = task.accumulate(batch, 1.0 / settings.accumulate());
      if (!Double.isFinite(loss.total())) {
        throw failure(step, "the loss is " + loss.total(), task.describe(batch));
      }
      losses.add(loss);
      if (i + 1 == settings.accumulate()) {
        double norm = optimizer.gradientNorm();
        if (!Double.isFinite(norm)) {
          throw failure(step, "the norm of the gradients is " + norm, task.describe(batch));
        }
        double rate = rates.at(step);
        optimizer.update(step, rate, Math.min(1, settings.clip() / (norm + 1e-6)));
        listener.step(step + 1, mean(losses), rate, norm);
      }
    }
  }

  private TrainingException failure(int step, String what, String batch) {
    return new TrainingException(
        "step %d: %s; the batch was %s. Checkpoints in %s are from before it; lower the learning rate or look at the batch"
            .formatted(step + 1, what, batch, folder.resolve("checkpoints")));
  }

  private static Losses mean(List<Losses> losses) {
    return new Losses(
        losses.stream().mapToDouble(Losses::total).average().orElseThrow(),
        losses.stream().mapToDouble(Losses::answer).average().orElseThrow(),
        losses.stream().mapToDouble(Losses::ctc).average().orElseThrow(),
        losses.stream()
            .flatMap(loss -> loss.others().entrySet().stream())
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey, Collectors.averagingDouble(Map.Entry::getValue))));
  }
}
