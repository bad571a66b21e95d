package dev.hark.cli;

import dev.hark.model.EncoderHeads;
import dev.hark.train.data.DataMixture;
import dev.hark.train.data.MixtureSettings;
import dev.hark.train.run.HeadTraining;
import dev.hark.train.run.TrainingSettings;
import dev.hark.train.torch.HeadTasks;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Training of heads on the encoder of a model. */
@Command(
    name = "heads",
    description = "Train heads for a model that stays as it is: language, voice activity, style.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    footer = {
      "DIR gets checkpoints/, metrics.jsonl and, at the end, heads.json and heads.safetensors. These two",
      "belong beside the model's other files; without them the model is what it was. A run takes minutes."
    })
final class TrainHeadsCommand implements Callable<Integer> {
  private static final int POOL = 8;
  private static final int SAVE_EVERY = 200;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "DIR",
      description = "Model folder with weights.")
  private Optional<Path> model = Optional.empty();

  @Mixin private ClipOptions clips;

  @Option(
      names = "--heads",
      paramLabel = "HEAD[:WEIGHT],...",
      defaultValue = "lid,vad",
      description = "Heads: lid, vad, style (${DEFAULT-VALUE}).")
  private String heads;

  @Option(names = "--steps", defaultValue = "600", description = "Steps (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--lr", defaultValue = "3e-3", description = "Highest rate (${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--warmup",
      defaultValue = "50",
      description = "Steps up to the highest rate (${DEFAULT-VALUE}).")
  private int warmup;

  private TrainHeadsCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    clips.requireFresh(spec);
    Screen screen = ClipOptions.screen(spec);
    MixtureSettings usual = MixtureSettings.STANDARD;
    MixtureSettings mixture =
        clips.mixture(usual.joinProbability(), usual.mostJoined(), usual.longestSeconds());
    DataMixture data = clips.open(screen, mixture);
    Path recogniser = model.orElseThrow();
    HeadTasks tasks = HeadList.parse(heads, recogniser, data, 1);
    Path folder = clips.folder();
    try (StopSignal _ = StopSignal.interrupting()) {
      HeadTraining run = new HeadTraining(recogniser, tasks, settings(), data, folder);
      clips.train(spec, screen, steps, run::train, folder.resolve(EncoderHeads.CONFIG));
    }
    return ExitCode.OK;
  }

  private TrainingSettings settings() {
    return new TrainingSettings(
        steps,
        clips.batch(),
        1,
        learningRate,
        warmup,
        0.02,
        1,
        0,
        0,
        false,
        clips.threads(),
        clips.seed(),
        POOL,
        SAVE_EVERY,
        steps);
  }
}
