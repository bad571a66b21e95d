package dev.hark.cli;

import dev.hark.model.EncoderHeads;
import dev.hark.train.data.DataMixture;
import dev.hark.train.data.Manifest;
import dev.hark.train.data.MixtureSettings;
import dev.hark.train.data.WeightedManifest;
import dev.hark.train.run.HeadTraining;
import dev.hark.train.run.TrainingSettings;
import dev.hark.train.torch.HeadTasks;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Option(
      names = "--data",
      required = true,
      paramLabel = "MANIFEST[:WEIGHT],...",
      description = "Train on these, in the proportion of their weights.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder of the heads.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--heads",
      paramLabel = "HEAD[:WEIGHT],...",
      defaultValue = "lid,vad",
      description = "Heads: lid, vad, style (${DEFAULT-VALUE}).")
  private String heads;

  @Option(names = "--steps", defaultValue = "600", description = "Steps (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--batch", defaultValue = "24", description = "Clips at once (${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--lr", defaultValue = "3e-3", description = "Highest rate (${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--warmup",
      defaultValue = "50",
      description = "Steps up to the highest rate (${DEFAULT-VALUE}).")
  private int warmup;

  @Option(names = "--threads", defaultValue = "1", description = "Threads (${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--seed", defaultValue = "1", description = "Seed (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--augment",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Change recordings each time they come (${DEFAULT-VALUE}).")
  private boolean augment;

  @Option(names = "--skip-bad", description = "Leave out bad lines instead of stopping.")
  private boolean skipBad;

  @Option(names = "--resume", description = "Go on from the newest checkpoint.")
  private boolean resume;

  private TrainHeadsCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    boolean watched = Terminal.shows(Terminal.ERR) && Terminal.understandsControls();
    Screen screen = new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), watched);
    MixtureSettings mixture =
        new MixtureSettings(
            augment,
            MixtureSettings.STANDARD.joinProbability(),
            MixtureSettings.STANDARD.longestSeconds(),
            Manifest.LONGEST,
            skipBad,
            Runtime.getRuntime().maxMemory() / 3);
    DataMixture clips =
        DataMixture.open(WeightedManifest.parse(data.orElseThrow()), mixture, screen::message);
    Path recogniser = model.orElseThrow();
    HeadTasks tasks = HeadList.parse(heads, recogniser, clips, 1);
    Path folder = out.orElseThrow();
    try (StopSignal _ = StopSignal.interrupting()) {
      HeadTraining run = new HeadTraining(recogniser, tasks, settings(), clips, folder);
      if (run.hasCheckpoint() && !resume) {
        throw new ParameterException(
            spec.commandLine(), folder + " has checkpoints; add --resume, or give another folder");
      }
      TrainingProgress progress =
          new TrainingProgress(steps, folder, screen, TrainingProgress.settings(spec));
      run.train(resume, progress);
      progress.report();
    }
    screen.print(folder.resolve(EncoderHeads.CONFIG) + System.lineSeparator());
    return ExitCode.OK;
  }

  private TrainingSettings settings() {
    return new TrainingSettings(
        steps,
        batch,
        1,
        learningRate,
        warmup,
        0.02,
        1,
        0,
        0,
        false,
        threads,
        seed,
        POOL,
        SAVE_EVERY,
        steps);
  }
}
