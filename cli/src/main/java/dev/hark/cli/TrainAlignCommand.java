package dev.hark.cli;

import dev.hark.model.AlignerConfig;
import dev.hark.model.ModelConfig;
import dev.hark.train.align.AlignerFolder;
import dev.hark.train.align.AlignerModel;
import dev.hark.train.align.AlignerRun;
import dev.hark.train.data.DataMixture;
import dev.hark.train.data.TimedExample;
import dev.hark.train.run.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Training of a forced aligner. */
@Command(
    name = "align",
    description = "Train a forced aligner on recordings of which the times of words are known.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    footer = {
      "A line of a manifest has \"words\": [{\"text\": \"three\", \"start\": 0.2, \"end\": 0.6},"
          + " ...] in",
      "seconds besides \"audio\" and \"text\"; lines without are left out. DIR gets checkpoints/,",
      "metrics.jsonl and, at the end, model/, which hark align --model opens. A run that was"
          + " killed",
      "goes on with the same command and --resume."
    })
final class TrainAlignCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "DIR",
      description =
          "Folder of an aligner, with weights or without, or of a recogniser to make one of.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "Recogniser whose weights an aligner without weights takes where they fit.")
  private Optional<Path> from = Optional.empty();

  @Option(
      names = "--classes",
      defaultValue = "5000",
      description = "Times that an aligner made of a recogniser can name (${DEFAULT-VALUE}).")
  private int classes;

  @Option(
      names = "--class-millis",
      defaultValue = "80",
      description = "Milliseconds from one to the next (${DEFAULT-VALUE}).")
  private int millisPerClass;

  @Option(
      names = "--all-slots",
      paramLabel = "P",
      defaultValue = "0.5",
      description =
          "How often all words of a clip have slots for times, else each by chance"
              + " (${DEFAULT-VALUE}).")
  private double allSlots;

  @Option(
      names = "--join",
      defaultValue = "0.3",
      description = "How often recordings of one voice are joined (${DEFAULT-VALUE}).")
  private double join;

  @Option(
      names = "--most-joined",
      defaultValue = "6",
      description = "At most how many are joined (${DEFAULT-VALUE}).")
  private int mostJoined;

  @Option(
      names = "--longest",
      defaultValue = "20",
      description = "Seconds up to which recordings are joined (${DEFAULT-VALUE}).")
  private double longest;

  @Mixin private RunOptions run;

  private TrainAlignCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrainingSettings settings = run.settings(spec, 0);
    run.clips().requireFresh(spec);
    Screen screen = ClipOptions.screen(spec);
    DataMixture clips =
        run.clips().open(screen, run.clips().mixture(join, mostJoined, longest)).withTimes();
    List<TimedExample> devClips =
        run.devClips(screen).stream().flatMap(TrainAlignCommand::timed).toList();
    try (StopSignal _ = StopSignal.interrupting();
        AlignerModel aligner = aligner(run.clips().folder(), settings.seed())) {
      AlignerRun training =
          new AlignerRun(aligner, settings, allSlots, clips, devClips, run.clips().folder());
      run.clips().train(spec, screen, run.steps(), training::train, training.modelFolder());
    }
    return ExitCode.OK;
  }

  private AlignerModel aligner(Path into, long seed) throws IOException {
    Path folder = model.orElseThrow();
    if (ModelConfig.open(folder) instanceof AlignerConfig) {
      return AlignerModel.open(folder, from, seed);
    }
    if (from.isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "--from goes with an aligner's folder; %s is a recogniser".formatted(folder));
    }
    Path start = into.resolve("start");
    AlignerFolder.write(folder, start, classes, millisPerClass);
    return AlignerModel.open(start, Optional.of(folder), seed);
  }

  /** Every clip that has times, as it is. */
  private static Stream<TimedExample> timed(DataMixture clips) {
    DataMixture timed = clips.withTimes();
    SplittableRandom unused = new SplittableRandom(0);
    return IntStream.range(0, timed.size()).mapToObj(i -> timed.timed(i, unused));
  }
}
