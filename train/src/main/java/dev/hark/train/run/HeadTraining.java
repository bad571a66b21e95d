package dev.hark.train.run;

import dev.hark.model.AsrConfig;
import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.EncoderHeads;
import dev.hark.model.ModelException;
import dev.hark.model.tokenizer.Tokenizer;
import dev.hark.train.data.ExampleSource;
import dev.hark.train.torch.HeadTasks;
import dev.hark.train.torch.HeadTrainer;
import dev.hark.train.torch.InitialWeights;
import dev.hark.train.torch.Losses;
import dev.hark.train.torch.Parameters;
import dev.hark.train.torch.SpeechBatch;
import dev.hark.train.torch.SpeechExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Trains heads for a model that there is. Its encoder stays as it is, so its transcripts do too.
 * The run's folder gets {@code checkpoints/}, and at the end {@code heads.json} and {@code
 * heads.safetensors}.
 */
public final class HeadTraining {
  private final Path model;
  private final AsrConfig config;
  private final HeadTasks tasks;
  private final TrainingSettings settings;
  private final ExampleSource source;
  private final Path folder;

  /**
   * A run.
   *
   * @param model folder of a recogniser with weights
   * @param settings of the run; those of decoder and evaluations are not used
   * @param folder where the run's files go
   * @throws ModelException if {@code model} is not the folder of a recogniser
   */
  public HeadTraining(
      Path model, HeadTasks tasks, TrainingSettings settings, ExampleSource source, Path folder) {
    this.model = model;
    this.config = SpeechModel.configuration(model);
    this.tasks = tasks;
    this.settings = settings;
    this.source = source;
    this.folder = folder;
  }

  /**
   * Trains up to the last step and writes the heads.
   *
   * @param resume whether to go on from the newest checkpoint, if there is one
   * @throws TrainingException if a loss is not a number, or files cannot be written
   * @throws InterruptedException if interrupted between two steps; a checkpoint is written first
   */
  public void train(boolean resume, TrainingListener listener) throws InterruptedException {
    try (Parameters encoder = new Parameters(HeadTrainer.encoderShapes(config), _ -> false);
        Parameters heads = new Parameters(tasks.config().tensorShapes(), _ -> true)) {
      String of;
      try (Checkpoint checkpoint = Checkpoint.open(model)) {
        checkpoint.validate();
        InitialWeights.copy(checkpoint, encoder);
        of = ", on the encoder of " + checkpoint.contentKey();
      }
      InitialWeights.draw(heads, 1, settings.seed());
      ExampleEncoder examples = new ExampleEncoder(Tokenizer.open(model), config);
      new TrainingLoop<SpeechBatch>(heads, settings, tasks.identity() + of, folder)
          .run(
              resume,
              new Utterances(source, examples, FeatureChanges.NONE, config),
              new Learning(new HeadTrainer(config, encoder, heads, tasks), encoder, heads),
              listener);
    }
  }

  /** Learns to tell sounds apart. */
  private final class Learning implements TrainingLoop.Task<SpeechBatch> {
    private final HeadTrainer trainer;
    private final Parameters encoder;
    private final Parameters heads;

    Learning(HeadTrainer trainer, Parameters encoder, Parameters heads) {
      this.trainer = trainer;
      this.encoder = encoder;
      this.heads = heads;
    }

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
      // hark train eval-heads measures in the engine
    }

    @Override
    public void export() {
      try {
        EncoderHeads.write(folder, tasks.config().trainedOn(config, encoder), heads, DataType.F32);
      } catch (IOException e) {
        throw new TrainingException("%s cannot be written (%s)".formatted(folder, e), e);
      }
    }
  }
}
