package dev.hark.train.align;

import dev.hark.model.DataType;
import dev.hark.train.data.TimedExample;
import dev.hark.train.data.TimedExampleSource;
import dev.hark.train.run.BatchSource;
import dev.hark.train.run.TrainingException;
import dev.hark.train.run.TrainingListener;
import dev.hark.train.run.TrainingLoop;
import dev.hark.train.run.TrainingSettings;
import dev.hark.train.torch.AlignerBatch;
import dev.hark.train.torch.AlignerExample;
import dev.hark.train.torch.AlignerTrainer;
import dev.hark.train.torch.Losses;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Training of a forced aligner. The run's folder gets {@code checkpoints/}, from which a killed run
 * goes on exactly where it was, and at the end {@code model/}, a model folder.
 */
public final class AlignerRun {
  private final AlignerModel model;
  private final TrainingSettings settings;
  private final double allSlots;
  private final TimedExampleSource source;
  private final Path folder;
  private final AlignmentEncoder encoder;
  private final AlignmentSet dev;

  /**
   * A run.
   *
   * @param settings of which the weight of the CTC loss counts for nothing
   * @param allSlots how often an utterance has slots behind all its words, 0 to 1; else behind each
   *     with probability one half
   * @param source utterances with times
   * @param dev utterances with times to measure shifts with; may be empty
   * @param folder where the run's files go
   */
  public AlignerRun(
      AlignerModel model,
      TrainingSettings settings,
      double allSlots,
      TimedExampleSource source,
      List<TimedExample> dev,
      Path folder) {
    if (!(allSlots >= 0 && allSlots <= 1)) {
      throw new IllegalArgumentException("all-slots is " + allSlots + ", wanted 0 to 1");
    }
    this.model = model;
    this.settings = settings;
    this.allSlots = allSlots;
    this.source = source;
    this.folder = folder;
    this.encoder = new AlignmentEncoder(model.tokenizer(), model.config());
    this.dev =
        new AlignmentSet(
            dev.stream().map(encoder::encode).toList(), model.config().millisPerClass());
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
    String identity = ", aligner, all slots with probability " + allSlots;
    new TrainingLoop<AlignerBatch>(model.parameters(), settings, identity, folder)
        .run(resume, new Utterances(), new Learning(), listener);
  }

  /** Utterances as the network reads them. */
  private final class Utterances implements BatchSource<AlignerExample, AlignerBatch> {
    @Override
    public AlignerExample example(long index, RandomGenerator random) {
      return encoder.encode(source.timed(index, random), allSlots, random);
    }

    @Override
    public int length(AlignerExample example) {
      return example.mel().frames();
    }

    @Override
    public String name(AlignerExample example) {
      return example.id();
    }

    @Override
    public AlignerBatch batch(List<AlignerExample> examples) {
      return AlignerBatch.of(examples, model.config());
    }
  }

  /** Learns to name times. */
  private final class Learning implements TrainingLoop.Task<AlignerBatch> {
    private final AlignerTrainer trainer =
        new AlignerTrainer(
            model.config(), model.parameters(), settings.labelSmoothing(), settings.brain());

    @Override
    public Losses accumulate(AlignerBatch batch, double scale) {
      return trainer.accumulate(batch, scale);
    }

    @Override
    public String describe(AlignerBatch batch) {
      return batch.examples().stream().map(AlignerExample::id).collect(Collectors.joining(", "));
    }

    @Override
    public void evaluate(int step, TrainingListener listener) {
      if (!dev.isEmpty()) {
        listener.aligned(step, dev.shifts(trainer));
      }
    }

    @Override
    public void export() {
      model.export(modelFolder(), DataType.F32);
    }
  }
}
