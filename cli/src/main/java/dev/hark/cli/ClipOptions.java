package dev.hark.cli;

import dev.hark.train.data.DataMixture;
import dev.hark.train.data.Manifest;
import dev.hark.train.data.MixtureSettings;
import dev.hark.train.data.WeightedManifest;
import dev.hark.train.run.TrainingListener;
import dev.hark.train.run.TrainingLoop;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Clips, batches and folder of a run: the options of every command that trains anything. */
final class ClipOptions {
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
      description = "Folder of the run.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--batch", defaultValue = "24", description = "Clips at once (${DEFAULT-VALUE}).")
  private int batch;

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

  @Option(
      names = "--augment-share",
      paramLabel = "P",
      defaultValue = "1",
      description = "How often a recording is changed (${DEFAULT-VALUE}).")
  private double augmentShare;

  @Option(names = "--skip-bad", description = "Leave out bad lines instead of stopping.")
  private boolean skipBad;

  @Option(names = "--resume", description = "Go on from the newest checkpoint.")
  private boolean resume;

  /** What a run does between its first and its last step. */
  @FunctionalInterface
  interface Training {
    void train(boolean resume, TrainingListener listener) throws InterruptedException;
  }

  int batch() {
    return batch;
  }

  int threads() {
    return threads;
  }

  long seed() {
    return seed;
  }

  Path folder() {
    return out.orElseThrow();
  }

  /** How examples are made of clips that are joined in this way. */
  MixtureSettings mixture(double join, int mostJoined, double longest) {
    return new MixtureSettings(
        augment ? augmentShare : 0,
        join,
        mostJoined,
        longest,
        Manifest.LONGEST,
        skipBad,
        Runtime.getRuntime().maxMemory() / 3,
        0);
  }

  /** The clips to train on, all of which are looked at. */
  DataMixture open(Screen screen, MixtureSettings changed) {
    return DataMixture.open(WeightedManifest.parse(data.orElseThrow()), changed, screen::message);
  }

  /** What a run tells goes here. */
  static Screen screen(CommandSpec command) {
    boolean watched = Terminal.shows(Terminal.ERR) && Terminal.understandsControls();
    return new Screen(command.commandLine().getOut(), command.commandLine().getErr(), watched);
  }

  /** Refuses a folder that has checkpoints if the run is not to go on. */
  void requireFresh(CommandSpec command) {
    if (TrainingLoop.hasCheckpoint(folder()) && !resume) {
      throw new ParameterException(
          command.commandLine(),
          folder() + " has checkpoints; add --resume, or give another folder");
    }
  }

  /** Begins a run of so many steps or goes on with it, and prints where its result is. */
  void train(CommandSpec command, Screen screen, int steps, Training training, Path result)
      throws InterruptedException {
    TrainingProgress progress =
        new TrainingProgress(steps, folder(), screen, TrainingProgress.settings(command));
    training.train(resume, progress);
    progress.report();
    screen.print(result + System.lineSeparator());
  }
}
