package dev.hark.train.run;

import dev.hark.model.DataType;
import dev.hark.train.data.Example;
import dev.hark.train.data.ExampleSource;
import dev.hark.train.torch.LibTorch;
import dev.hark.train.torch.Losses;
import dev.hark.train.torch.Objective;
import dev.hark.train.torch.SpeechBatch;
import dev.hark.train.torch.SpeechExample;
import dev.hark.train.torch.SpeechTrainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Supervised training of a recogniser. The run's folder gets {@code checkpoints/}, from which a
 * killed run goes on exactly where it was, and at the end {@code model/}, a model folder.
 */
public final class TrainingRun {
  private static final int WORKERS = 2;

  private final SpeechModel model;
  private final TrainingSettings settings;
  private final FeatureMasks masks;
  private final Optional<Objective> objective;
  private final ExampleSource source;
  private final Path folder;
  private final CheckpointFiles checkpoints;
  private final ExampleEncoder encoder;
  private final DevSet devSet;

  /**
   * A run.
   *
   * @param dev utterances to measure word error rates with; may be empty
   * @param folder where the run's files go
   */
  public TrainingRun(
      SpeechModel model,
      TrainingSettings settings,
      ExampleSource source,
      List<Example> dev,
      Path folder) {
    this(model, settings, FeatureMasks.NONE, source, dev, folder);
  }

  /** A run that hides parts of the features. */
  public TrainingRun(
      SpeechModel model,
      TrainingSettings settings,
      FeatureMasks masks,
      ExampleSource source,
      List<Example> dev,
      Path folder) {
    this(model, settings, masks, Optional.empty(), source, dev, folder);
  }

  /** A run with an objective, whose parameters the model has. */
  public TrainingRun(
      SpeechModel model,
      TrainingSettings settings,
      FeatureMasks masks,
      Optional<Objective> objective,
      ExampleSource source,
      List<Example> dev,
      Path folder) {
    this.objective = objective;
    this.model = model;
    this.settings = settings;
    this.masks = masks;
    this.source = source;
    this.folder = folder;
    this.checkpoints = new CheckpointFiles(folder.resolve("checkpoints"));
    this.encoder = new ExampleEncoder(model.tokenizer(), model.config(), objective.isPresent());
    Set<Integer> stops = new HashSet<>(model.config().stopTokenIds());
    model.tokenizer().id("<|im_end|>").ifPresent(stops::add);
    this.devSet = new DevSet(dev.stream().map(encoder::encode).toList(), model.tokenizer(), stops);
  }

  /** Where the trained model is written. */
  public Path modelFolder() {
    return folder.resolve("model");
  }

  /** Whether there is something to resume. */
  public boolean hasCheckpoint() {
    return !checkpoints.files().isEmpty();
  }

  /**
   * Trains up to the last step and exports the model.
   *
   * @param resume whether to go on from the newest checkpoint, if there is one
   * @throws TrainingException if a loss is not a number, or files cannot be written
   * @throws InterruptedException if interrupted between two steps; a checkpoint is written first
   */
  public void train(boolean resume, TrainingListener listener) throws InterruptedException {
    try (RunLock _ = RunLock.of(folder)) {
      trainAlone(resume, listener);
    }
  }

  private void trainAlone(boolean resume, TrainingListener listener) throws InterruptedException {
    LibTorch.prepare(settings.threads());
    SpeechTrainer trainer =
        new SpeechTrainer(
            model.config(), model.parameters(), settings.losses(), settings.brain(), objective);
    LearningRate rates =
        new LearningRate(settings.learningRate(), settings.warmup(), settings.steps());
    try (AdamW optimizer = new AdamW(model.parameters(), settings.weightDecay());
        BatchFeed feed =
            new BatchFeed(
                source,
                encoder,
                examples -> SpeechBatch.of(examples, model.config()),
                settings,
                masks,
                WORKERS)) {
      int first =
          resume ? checkpoints.load(identity(), model.parameters(), optimizer).orElse(0) : 0;
      int saved = first;
      for (int step = first; step < settings.steps(); step++) {
        if (Thread.interrupted()) {
          if (saved < step) {
            checkpoints.save(step, identity(), model.parameters(), optimizer);
          }
          throw new InterruptedException("stopped after step " + step);
        }
        step(step, trainer, optimizer, feed, rates, listener);
        int done = step + 1;
        if (!devSet.isEmpty()
            && (done % settings.evaluateEvery() == 0 || done == settings.steps())) {
          listener.evaluated(done, devSet.wordErrorRate(trainer));
        }
        if (done % settings.saveEvery() == 0 || done == settings.steps()) {
          checkpoints.save(done, identity(), model.parameters(), optimizer);
          saved = done;
          listener.saved(done);
        }
      }
    }
    model.export(modelFolder(), DataType.F32);
  }

  private void step(
      int step,
      SpeechTrainer trainer,
      AdamW optimizer,
      BatchFeed feed,
      LearningRate rates,
      TrainingListener listener)
      throws InterruptedException {
    model.parameters().gradients().fill((byte) 0);
    List<Losses> losses = new ArrayList<>();
    for (int i = 0; i < settings.accumulate(); i++) {
      SpeechBatch batch = feed.batch((long) step * settings.accumulate() + i);
      Losses loss = trainer.accumulate(batch, 1.0 / settings.accumulate());
      if (!Double.isFinite(loss.total())) {
        throw failure(step, "the loss is " + loss.total(), batch);
      }
      losses.add(loss);
      if (i + 1 == settings.accumulate()) {
        double norm = optimizer.gradientNorm();
        if (!Double.isFinite(norm)) {
          throw failure(step, "the norm of the gradients is " + norm, batch);
        }
        double rate = rates.at(step);
        optimizer.update(step, rate, Math.min(1, settings.clip() / (norm + 1e-6)));
        listener.step(step + 1, mean(losses), rate, norm);
      }
    }
  }

  private TrainingException failure(int step, String what, SpeechBatch batch) {
    String ids = batch.examples().stream().map(SpeechExample::id).collect(Collectors.joining(", "));
    return new TrainingException(
        "step %d: %s; the batch was %s. Checkpoints in %s are from before it; lower the learning rate or look at the batch"
            .formatted(step + 1, what, ids, folder.resolve("checkpoints")));
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

  /** What a checkpoint must have been made with to be gone on from. */
  private String identity() {
    return "%s, %d parameters".formatted(settings.ofStep(), model.parameters().count())
        + masks.identity()
        + objective.map(asked -> ", " + asked.identity()).orElse("");
  }
}
