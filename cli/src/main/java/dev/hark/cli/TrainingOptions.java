package dev.hark.cli;

import dev.hark.train.data.DataMixture;
import dev.hark.train.data.Example;
import dev.hark.train.run.FeatureChanges;
import dev.hark.train.run.TrainingRun;
import dev.hark.train.run.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that trains a recogniser. */
final class TrainingOptions {
  /** The command that has these options; set by picocli before it runs. */
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Mixin private RunOptions run;

  @Option(
      names = "--ctc",
      defaultValue = "0",
      description = "Weight of the loss that spells from the audio alone (${DEFAULT-VALUE}).")
  private double ctc;

  @Option(
      names = "--vocal-tract",
      paramLabel = "P",
      defaultValue = "0",
      description = "How often the speaker's vocal tract is changed (${DEFAULT-VALUE}).")
  private double vocalTract;

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

  TrainingSettings settings() {
    return run.settings(command(), ctc);
  }

  FeatureChanges changes() {
    return new FeatureChanges(vocalTract, specAugment);
  }

  /**
   * The clips to train on, all of which are looked at.
   *
   * @param biasShare how often an example's context lists words
   */
  DataMixture clips(Screen screen, double biasShare) {
    return run.clips().open(screen, run.clips().mixture(join, 2, longest).withBiasShare(biasShare));
  }

  /** Every clip of the manifest to measure with, as it is. */
  List<Example> devClips(Screen screen) {
    SplittableRandom unused = new SplittableRandom(0);
    return run.devClips(screen).stream()
        .flatMap(clips -> IntStream.range(0, clips.size()).mapToObj(i -> clips.example(i, unused)))
        .toList();
  }

  Path folder() {
    return run.clips().folder();
  }

  /** What a run tells goes here. */
  Screen screen() {
    return ClipOptions.screen(command());
  }

  /** Begins a run or goes on with it, and prints where the model is. */
  void train(TrainingRun training, Screen screen) throws InterruptedException {
    run.clips().requireFresh(command());
    run.clips().train(command(), screen, run.steps(), training::train, training.modelFolder());
  }

  private CommandSpec command() {
    return Objects.requireNonNull(command);
  }
}
