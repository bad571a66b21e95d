package dev.hark.train.run;

import dev.hark.model.DataType;
import dev.hark.train.data.Example;
import dev.hark.train.data.ExampleSource;
import dev.hark.train.torch.Losses;
import dev.hark.train.torch.Objective;
import dev.hark.train.torch.SpeechBatch;
import dev.hark.train.torch.SpeechExample;
import dev.hark.train.torch.SpeechTrainer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Supervised training of a recogniser. The run's folder gets {@code checkpoints/}, from which a
 * killed run goes on exactly where it was, and at the end {@code model/}, a model folder.
 */
public final class TrainingRun {
  private final SpeechModel model;
  private final TrainingSettings settings;
  private final FeatureChanges changes;
  private final Optional<Objective> objective;
  private final ExampleSource source;
  private final Path folder;
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
    this(model, settings, FeatureChanges.NONE, source, dev, folder);
  }

  /** A run that changes the features. */
  public TrainingRun(
      SpeechModel model,
      TrainingSettings settings,
      FeatureChanges changes,
      ExampleSource source,
      List<Example> dev,
      Path folder) {
    this(model, settings, changes, Optional.empty(), source, dev, folder);
  }

  /** A run with an objective, whose parameters the model has. */
  public TrainingRun(
      SpeechModel model,
      TrainingSettings settings,
      FeatureChanges changes,
      Optional<Objective> objective,
      ExampleSource source,
      List<Example> dev,
      Path folder) {
    this.objective = objective;
    this.model = model;
    this.settings = settings;
    this.changes = changes;
    this.source = source;
    this.folder = folder;
    this.encoder = new ExampleEncoder(model.tokenizer(), model.config(), objective.isPresent());
    Set<Integer> stops = new HashSet<>(model.config().stopTokenIds());
    model.tokenizer().id("<|im_end|>").ifPresent(stops::add);
    this.devSet = new DevSet(dev.stream().map(encoder::encode).toList(), model.tokenizer(), stops);
  }

  /** Where the trained model is written. */
  public Path modelFolder() {
    return folder.resolve("model");
  }

  /**
   * Trains up to the last step and exports the model.
   *
   * @param resume whether to go on from the newest checkpoint, if there is one
   * @throws TrainingException if a loss is not a number, or files cannot be written
   * @throws InterruptedException if interrupted between two steps; a checkpoint is written first
   */
  public void train(boolean resume, TrainingListener listener) throws InterruptedException {
    String identity =
        model.identity()
            + changes.identity()
            + model.heads().identity()
            + objective.map(asked -> ", " + asked.identity()).orElse("");
    Utterances utterances = new Utterances(source, encoder, changes, model.config());
    new TrainingLoop<SpeechBatch>(model.parameters(), settings, identity, folder)
        .run(resume, utterances, new Learning(), listener);
  }

  /** Learns to answer. */
  private final class Learning implements TrainingLoop.Task<SpeechBatch> {
    private final SpeechTrainer trainer =
        new SpeechTrainer(
            model.config(),
            model.source(),
            settings.losses(),
            model.heads(),
            settings.brain(),
            objective);

    @Override
    public Losses accumulate(SpeechBatch batch, double scale) {
      return trainer.accumulate(batch, scale);
    }

    @Override
    public String describe(SpeechBatch batch) {
      return batch.examples().stream().map(SpeechExample::id).collect(Collectors.joining(", "));
    }

    @Override
    public void evaluate(int step, TrainingListener listener) {
      if (!devSet.isEmpty()) {
        listener.evaluated(step, devSet.wordErrorRate(trainer));
      }
    }

    @Override
    public void export() {
      model.exportAdapters(folder.resolve("adapter"));
      model.export(modelFolder(), DataType.F32);
    }
  }
}
