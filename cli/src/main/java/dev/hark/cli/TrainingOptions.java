package dev.hark.cli;

import dev.hark.train.data.DataMixture;
import dev.hark.train.data.Example;
import dev.hark.train.data.Manifest;
import dev.hark.train.data.MixtureSettings;
import dev.hark.train.data.WeightedManifest;
import dev.hark.train.run.FeatureMasks;
import dev.hark.train.run.TrainingRun;
import dev.hark.train.run.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Data, optimiser and folder of a run: the options of every command that trains a recogniser. */
final class TrainingOptions {
  /** The command that has these options; set by picocli before it runs. */
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "MANIFEST[:WEIGHT],...",
      description = "Train on these, in the proportion of their weights.")
  private Optional<String> data = Optional.empty();

  @Option(names = "--dev", paramLabel = "MANIFEST", description = "Measure word errors on it.")
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
      description = "Probability spread over all tokens (${DEFAULT-VALUE}).")
  private double labelSmoothing;

  @Option(
      names = "--ctc",
      defaultValue = "0",
      description = "Weight of the loss that spells from the audio alone (${DEFAULT-VALUE}).")
  private double ctc;

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

  @Option(
      names = "--spec-augment",
      paramLabel = "P",
      defaultValue = "0",
      description = "How often parts of the features are hidden (${DEFAULT-VALUE}).")
  private double specAugment;

  @Option(
      names = "--join",
      defaultValue = "0.125",
      description = "How often recordings of one voice are joined (${DEFAULT-VALUE}).")
  private double join;

  @Option(
      names = "--longest",
      defaultValue = "9",
      description = "Seconds up to which recordings are joined (${DEFAULT-VALUE}).")
  private double longest;

  @Option(names = "--skip-bad", description = "Leave out bad lines instead of stopping.")
  private boolean skipBad;

  @Option(names = "--resume", description = "Go on from the newest checkpoint.")
  private boolean resume;

  TrainingSettings settings() {
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
        brain(),
        threads,
        seed,
        8,
        saveEvery,
        evaluateEvery);
  }

  FeatureMasks masks() {
    return new FeatureMasks(specAugment);
  }

  /**
   * The clips to train on, all of which are looked at.
   *
   * @param biasShare how often an example's context lists words
   */
  DataMixture clips(Screen screen, double biasShare) {
    MixtureSettings changed =
        new MixtureSettings(
                augment,
                join,
                longest,
                Manifest.LONGEST,
                skipBad,
                Runtime.getRuntime().maxMemory() / 3)
            .withBiasShare(biasShare);
    return DataMixture.open(WeightedManifest.parse(data.orElseThrow()), changed, screen::message);
  }

  /** Every clip of the manifest to measure with, as it is. */
  List<Example> devClips(Screen screen) {
    if (dev.isEmpty()) {
      return List.of();
    }
    MixtureSettings plain = MixtureSettings.STANDARD.withAugment(false).withJoinProbability(0);
    DataMixture clips =
        DataMixture.open(List.of(new WeightedManifest(dev.get(), 1)), plain, screen::message);
    SplittableRandom unused = new SplittableRandom(0);
    return IntStream.range(0, clips.size()).mapToObj(i -> clips.example(i, unused)).toList();
  }

  Path folder() {
    return out.orElseThrow();
  }

  /** What a run tells goes here. */
  Screen screen() {
    boolean watched = Terminal.shows(Terminal.ERR) && Terminal.understandsControls();
    return new Screen(command().commandLine().getOut(), command().commandLine().getErr(), watched);
  }

  /** Begins a run or goes on with it, and prints where the model is. */
  void train(TrainingRun run, Screen screen) throws InterruptedException {
    if (run.hasCheckpoint() && !resume) {
      throw wrong(folder() + " has checkpoints; add --resume, or give another folder");
    }
    TrainingProgress progress =
        new TrainingProgress(steps, folder(), screen, TrainingProgress.settings(command()));
    run.train(resume, progress);
    progress.report();
    screen.print(run.modelFolder() + System.lineSeparator());
  }

  private boolean brain() {
    return switch (precision) {
      case "bf16" -> true;
      case "f32" -> false;
      default -> throw wrong("--precision is " + precision + ", wanted bf16 or f32");
    };
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  private CommandSpec command() {
    return Objects.requireNonNull(command);
  }
}
