package dev.hark.cli;

import dev.hark.train.data.DataMixture;
import dev.hark.train.data.Manifest;
import dev.hark.train.data.MixtureSettings;
import dev.hark.train.data.WeightedManifest;
import dev.hark.train.run.TrainingListener;
import dev.hark.train.run.TrainingLoop;
import dev.hark.train.run.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Data, optimiser and folder of a run: the options of every command that trains. */
final class RunOptions {
  private static final int POOL = 8;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "MANIFEST[:WEIGHT],...",
      description = "Train on these, in the proportion of their weights.")
  private Optional<String> data = Optional.empty();

  @Option(names = "--dev", paramLabel = "MANIFEST", description = "Measure on it.")
  private Optional<Path> dev = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder of the run.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--steps", defaultValue = "2000", description = "Steps (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--batch", defaultValue = "24", description = "Clips at once (${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--accumulate",
      defaultValue = "1",
      description = "Batches of a step (${DEFAULT-VALUE}).")
  private int accumulate;

  @Option(names = "--lr", defaultValue = "1e-3", description = "Highest rate (${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--warmup",
      defaultValue = "200",
      description = "Steps up to the highest rate (${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--weight-decay",
      defaultValue = "0.02",
      description = "Decay of matrices (${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(
      names = "--clip",
      defaultValue = "1",
      description = "Largest norm of the gradients (${DEFAULT-VALUE}).")
  private double clip;

  @Option(
      names = "--label-smoothing",
      defaultValue = "0",
      description = "Probability spread over all answers (${DEFAULT-VALUE}).")
  private double labelSmoothing;

  @Option(
      names = "--precision",
      defaultValue = "bf16",
      description = "Type of products: bf16 or f32 (${DEFAULT-VALUE}).")
  private String precision;

  @Option(names = "--threads", defaultValue = "1", description = "Threads (${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--seed", defaultValue = "1", description = "Seed (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--save-every",
      defaultValue = "200",
      description = "Steps between checkpoints (${DEFAULT-VALUE}).")
  private int saveEvery;

  @Option(
      names = "--eval-every",
      defaultValue = "500",
      description = "Steps between evaluations (${DEFAULT-VALUE}).")
  private int evaluateEvery;

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

  /** What a run does between its first and its last step. */
  @FunctionalInterface
  interface Training {
    void train(boolean resume, TrainingListener listener) throws InterruptedException;
  }

  /** The settings of the run; a CTC loss, where there is one, has this weight. */
  TrainingSettings settings(CommandSpec command, double ctc) {
    return new TrainingSettings(
        steps,
        batch,
        accumulate,
        learningRate,
        warmup,
        weightDecay,
        clip,
        labelSmoothing,
        ctc,
        brain(command),
        threads,
        seed,
        POOL,
        saveEvery,
        evaluateEvery);
  }

  /** How examples are made of clips that are joined in this way. */
  MixtureSettings mixture(double join, int mostJoined, double longest) {
    return new MixtureSettings(
        augment,
        join,
        mostJoined,
        longest,
        Manifest.LONGEST,
        skipBad,
        Runtime.getRuntime().maxMemory() / 3,
        0);
  }

  /** The clips to train on, all of which are looked at. */
  DataMixture clips(Screen screen, MixtureSettings changed) {
    return DataMixture.open(WeightedManifest.parse(data.orElseThrow()), changed, screen::message);
  }

  /** The clips of the manifest to measure with, as they are. */
  Optional<DataMixture> devClips(Screen screen) {
    MixtureSettings plain = MixtureSettings.STANDARD.withAugment(false).withJoinProbability(0);
    return dev.map(
        file -> DataMixture.open(List.of(new WeightedManifest(file, 1)), plain, screen::message));
  }

  Path folder() {
    return out.orElseThrow();
  }

  /** What a run tells goes here. */
  static Screen screen(CommandSpec command) {
    boolean watched = Terminal.shows(Terminal.ERR) && Terminal.understandsControls();
    return new Screen(command.commandLine().getOut(), command.commandLine().getErr(), watched);
  }

  /** Refuses a folder that has checkpoints if the run is not to go on. */
  void requireFresh(CommandSpec command) {
    if (TrainingLoop.hasCheckpoint(folder()) && !resume) {
      throw wrong(command, folder() + " has checkpoints; add --resume, or give another folder");
    }
  }

  /** Begins a run or goes on with it, and prints where the model is. */
  void train(CommandSpec command, Screen screen, Training training, Path model)
      throws InterruptedException {
    TrainingProgress progress =
        new TrainingProgress(steps, folder(), screen, TrainingProgress.settings(command));
    training.train(resume, progress);
    progress.report();
    screen.print(model + System.lineSeparator());
  }

  private boolean brain(CommandSpec command) {
    return switch (precision) {
      case "bf16" -> true;
      case "f32" -> false;
      default -> throw wrong(command, "--precision is " + precision + ", wanted bf16 or f32");
    };
  }

  private static ParameterException wrong(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
