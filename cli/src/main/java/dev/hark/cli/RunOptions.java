package dev.hark.cli;

import dev.hark.train.data.DataMixture;
import dev.hark.train.data.MixtureSettings;
import dev.hark.train.data.WeightedManifest;
import dev.hark.train.run.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Optimiser and checkpoints of a run: the options of every command that trains a model. */
final class RunOptions {
  private static final int POOL = 8;

  @Mixin private ClipOptions clips;

  @Option(names = "--dev", paramLabel = "MANIFEST", description = "Measure on it.")
  private Optional<Path> dev = Optional.empty();

  @Option(names = "--steps", defaultValue = "2000", description = "Steps (${DEFAULT-VALUE}).")
  private int steps;

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

  /** The settings of the run; a CTC loss, where there is one, has this weight. */
  TrainingSettings settings(CommandSpec command, double ctc) {
    return new TrainingSettings(
        steps,
        clips.batch(),
        accumulate,
        learningRate,
        warmup,
        weightDecay,
        clip,
        labelSmoothing,
        ctc,
        brain(command),
        clips.threads(),
        clips.seed(),
        POOL,
        saveEvery,
        evaluateEvery);
  }

  /** The clips, and where the run goes. */
  ClipOptions clips() {
    return clips;
  }

  int steps() {
    return steps;
  }

  /** The clips of the manifest to measure with, as they are. */
  Optional<DataMixture> devClips(Screen screen) {
    MixtureSettings plain = MixtureSettings.STANDARD.withAugmentShare(0).withJoinProbability(0);
    return dev.map(
        file -> DataMixture.open(List.of(new WeightedManifest(file, 1)), plain, screen::message));
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
